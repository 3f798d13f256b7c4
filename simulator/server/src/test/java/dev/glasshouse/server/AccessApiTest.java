package dev.glasshouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies from files, and questions of them, over HTTP. */
class AccessApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server = HttpServer.start(Simulator.start(), "127.0.0.1", 0, 0);

    @AfterEach
    void close() {
        server.close();
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/_glasshouse/" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Test
    void whatWasTakenOverCanBeAsked() throws IOException, InterruptedException {
        JsonNode report = post(
                "import",
                "{'files':{'roles/app/work.json':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':{\\'Effect\\':\\'Allow\\',"
                        + "\\'Action\\':\\'s3:GetObject\\',\\'Resource\\':\\'*\\'}}','odd.json':'{}'}}");
        assertThat(report.path("taken").path(0).path("what").asText()).isEqualTo("role/app, policy work");
        assertThat(report.path("understood").asBoolean()).isFalse();
        assertThat(report.path("remarks").path(0).path("source").asText()).isEqualTo("odd.json");

        String question = "{'principal':'role/app','action':'%s','resource':'arn:aws:s3:::orders/1'}";
        assertThat(post("access", question.formatted("s3:GetObject"))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
        JsonNode denied = post("access", question.formatted("s3:PutObject"));
        assertThat(denied.path("allowed").asBoolean(true)).isFalse();
        assertThat(denied.path("deniedBy").path(0).asText()).isEqualTo("identity");
        assertThat(denied.path("why").asText()).contains("ImplicitlyDenied: s3:PutObject");
        assertThat(post("access", "{'principal':'role/nobody','action':'s3:GetObject','resource':'*'}")
                        .path("error")
                        .asText())
                .isEqualTo("there is no role/nobody in account 123456789012");
    }

    @Test
    void questionsAboutAllThatIsPossibleAreAnsweredWithTextAndGraph() throws IOException, InterruptedException {
        JsonNode who = post("who-can", "{'action':'iam:ListUsers','resource':'*'}");
        assertThat(who.path("entries").path(0).path("who").asText()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(who.path("entries").path(1).path("outlook").path("chance").asText())
                .isEqualTo("always");
        assertThat(who.path("text").asText()).startsWith("2 can iam:ListUsers: 2 always, 0 under conditions");
        assertThat(who.path("dot").asText()).startsWith("digraph access {");
        JsonNode paths = post("paths", "{'principal':'user/admin','prove':true}");
        assertThat(paths.path("leadToAdministrator").asBoolean()).isTrue();
        assertThat(paths.path("text").asText()).isEqualTo("arn:aws:iam::123456789012:user/admin is an administrator\n");
        assertThat(post("who-can", "{'action':'ListUsers','resource':'*'}")
                        .path("error")
                        .asText())
                .isEqualTo("an action is written service:Name, not 'ListUsers'");
    }

    @Test
    void aRolesKeysAreHandedToInstancesAndFunctions() throws IOException, InterruptedException {
        post("import", "{'files':{'roles/app/work.json':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[]}'}}");
        String role = "'principal':'arn:aws:iam::123456789012:role/app'";
        JsonNode instance = post(
                "credentials",
                "{" + role + ",'instance':'arn:aws:ec2:us-east-1:123456789012:instance/i-0123','vpc':'vpc-1',"
                        + "'privateIp':'10.0.0.7'}");
        assertThat(instance.path("principal").asText()).isEqualTo("arn:aws:sts::123456789012:assumed-role/app/i-0123");
        assertThat(instance.path("sessionToken").asText()).isNotEmpty();
        JsonNode function = post(
                "credentials", "{" + role + ",'function':'arn:aws:lambda:us-east-1:123456789012:function:resize'}");
        assertThat(function.path("principal").asText()).isEqualTo("arn:aws:sts::123456789012:assumed-role/app/resize");
        assertThat(post("credentials", "{" + role + ",'function':'resize'}")
                        .path("error")
                        .asText())
                .startsWith("not an ARN of the form arn:aws:lambda:");
    }

    @Test
    void twoPoliciesAreComparedWithoutAnyState() throws IOException, InterruptedException {
        String policy = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'%s','Resource':'*'}}";
        String narrow = policy.formatted("s3:GetObject");
        String wide = policy.formatted("s3:*Object");
        JsonNode wider = post("diff", "{'before':" + narrow + ",'after':" + wide + "}");
        assertThat(wider.path("grantsNothingNew").asBoolean(true)).isFalse();
        assertThat(wider.path("allowed").path(0).path("actions").toString()).contains("s3:PutObject");
        assertThat(wider.path("text").asText()).startsWith("newly allowed by statement 0");
        assertThat(wider.path("dot").asText()).contains("\"newly allowed\" -> \"new statement 0\"");
        JsonNode narrower = post("diff", "{'before':" + wide + ",'after':" + narrow + "}");
        assertThat(narrower.path("grantsNothingNew").asBoolean()).isTrue();
        assertThat(post("diff", "{'before':" + narrow + "}").path("error").asText())
                .startsWith("after is not a policy");
        String named = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                + "'Resource':'*'}}";
        assertThat(post("diff", "{'before':" + narrow + ",'after':" + named + "}")
                        .path("error")
                        .asText())
                .isEqualTo("One policy names principals and the other does not");
    }
}
