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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases that stand for themselves, over HTTP. */
class AuthorizeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server =
            HttpServer.start(Simulator.builder().seed("http").start(), "127.0.0.1", 0, 0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/_glasshouse/authorize");
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void everyPublishedCaseHasAwsAnswer() throws Exception {
        JsonNode cases = JSON.readTree(Files.readString(Path.of("../core/src/test/resources/iam/iam-cases.json")));
        assertThat(cases).hasSize(128);
        for (JsonNode each : cases) {
            HttpResponse<String> response = post(each.toString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(response.body()).path("decision"))
                    .as(each.path("id").asText())
                    .isEqualTo(each.at("/expected/decision"));
        }
    }

    @Test
    void aMemberThatIsThereTwiceIsRefusedAndDoesNotHideADeny() throws Exception {
        String request = "\"request\":{\"principal\":\"arn:aws:iam::111111111111:user/a\",\"action\":\"s3:GetObject\","
                + "\"resource\":{\"arn\":\"arn:aws:s3:::b/k\",\"account\":\"111111111111\"}}";
        String statement = "{\"Effect\":\"%s\",\"Action\":\"*\",\"Resource\":\"*\"}";
        String twice = "{" + request + ",\"policies\":{\"identity\":[{\"Statement\":" + statement.formatted("Deny")
                + ",\"Statement\":" + statement.formatted("Allow") + "}]}}";
        assertThat(post(twice).statusCode()).isEqualTo(400);
        assertThat(post("{}").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("[".repeat(100_000)).statusCode()).isEqualTo(400);
    }
}
