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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Labs over HTTP: each on a port of its own, where calls without keys find it. */
class LabApiTest {

    private static final String LAB = "public-bucket-private-key";

    private final Simulator simulator = Simulator.builder().seed("labs").start();
    private final HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.port();
    }

    private HttpResponse<String> send(String method, String url, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String method, String url, String body) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(send(method, url, body).body());
    }

    private JsonNode start(String sandbox) throws IOException, InterruptedException {
        return json("POST", endpoint() + "/_glasshouse/labs/" + LAB, "{\"sandbox\":\"" + sandbox + "\"}");
    }

    private static String bucket(JsonNode begun) {
        Matcher matcher = Pattern.compile("larkfield-claims-[0-9a-f]{6}")
                .matcher(begun.path("story").asText());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    @Test
    void callsWithoutKeysFindTheLabOfThePort() throws IOException, InterruptedException {
        JsonNode ann = start("ann");
        JsonNode bob = start("bob");
        assertThat(bucket(ann)).isNotEqualTo(bucket(bob));
        String atAnns = ann.path("endpoint").asText();
        assertThat(send("GET", atAnns + "/" + bucket(ann) + "?list-type=2", "").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", atAnns + "/" + bucket(bob) + "?list-type=2", "").body())
                .contains("<Code>NoSuchBucket</Code>");
        JsonNode status = json("GET", atAnns + "/_glasshouse/lab", "");
        assertThat(status.path("sandbox").asText()).isEqualTo("ann");
        assertThat(status.at("/objectives/0/reached").asBoolean()).isTrue();
        assertThat(json("GET", endpoint() + "/_glasshouse/sandboxes/bob/lab", "")
                        .at("/objectives/0/reached")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aLabThatIsStartedAgainGoesOn() throws IOException, InterruptedException {
        JsonNode first = start("ann");
        JsonNode again = start("ann");
        assertThat(first.path("fresh").asBoolean()).isTrue();
        assertThat(again.path("fresh").asBoolean()).isFalse();
        assertThat(again.path("endpoint")).isEqualTo(first.path("endpoint"));
        assertThat(again.path("access")).isEqualTo(first.path("access"));
    }

    @Test
    void theOnlyLabNeedsNoName() throws IOException, InterruptedException {
        assertThat(send("GET", endpoint() + "/_glasshouse/lab", "").statusCode())
                .isEqualTo(404);
        start("ann");
        assertThat(json("GET", endpoint() + "/_glasshouse/lab", "")
                        .path("sandbox")
                        .asText())
                .isEqualTo("ann");
        start("bob");
        assertThat(send("GET", endpoint() + "/_glasshouse/lab", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPortWhoseSandboxIsDeletedIsGone() throws IOException, InterruptedException {
        JsonNode ann = start("ann");
        send("DELETE", endpoint() + "/_glasshouse/sandboxes/ann", "");
        assertThat(send("GET", ann.path("endpoint").asText() + "/", "").statusCode())
                .isEqualTo(410);
        assertThat(start("ann").path("fresh").asBoolean()).isTrue();
    }

    @Test
    void whatThereIsNotIsSaid() throws IOException, InterruptedException {
        assertThat(send("POST", endpoint() + "/_glasshouse/labs/none", "").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", endpoint() + "/_glasshouse/labs/" + LAB, "").statusCode())
                .isEqualTo(405);
        start("ann");
        assertThat(send("GET", endpoint() + "/_glasshouse/lab/hint", "").statusCode())
                .isEqualTo(405);
        assertThat(send("POST", endpoint() + "/_glasshouse/lab/dance", "").statusCode())
                .isEqualTo(400);
        assertThat(json("POST", endpoint() + "/_glasshouse/lab/hint", "")
                        .path("hint")
                        .asText())
                .contains("--no-sign-request");
    }
}
