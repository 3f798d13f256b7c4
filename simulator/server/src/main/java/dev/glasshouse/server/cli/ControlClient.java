package dev.glasshouse.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a running simulator's control API; it finds it by GLASSHOUSE_ENDPOINT (or the system property of a program that
 * runs verbs in its own process), else on port 4566.
 */
final class ControlClient {

    /** Where a simulator is that was started without options. */
    static final String USUAL = "http://127.0.0.1:4566";

    static final String PROPERTY = "glasshouse.endpoint";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String endpoint;
    private final boolean named;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ControlClient(String endpoint, boolean named) {
        this.endpoint = endpoint;
        this.named = named;
    }

    static ControlClient find() {
        String named = System.getProperty(PROPERTY, System.getenv("GLASSHOUSE_ENDPOINT"));
        boolean absent = named == null || named.isEmpty();
        return new ControlClient(absent ? USUAL : named, !absent);
    }

    /** Whether somebody said which simulator to talk to. */
    boolean named() {
        return named;
    }

    /** Whether a simulator answers. */
    boolean answers() {
        try {
            HttpResponse<Void> response =
                    http.send(request("health").GET().build(), HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The path of something of a sandbox, by default of the one behind the endpoint. */
    static String path(@Nullable String sandbox, String rest) {
        return sandbox == null ? rest : "sandboxes/" + sandbox + "/" + rest;
    }

    String endpoint() {
        return endpoint;
    }

    /**
     * A text as JSON.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString())));
    }

    JsonNode delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + "/_glasshouse/" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode node = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new Failure(node.path("error").asText("the simulator answered " + response.statusCode()));
            }
            return node;
        } catch (IOException e) {
            throw new Failure("no simulator answers on " + endpoint + "; start one with: ./glasshouse start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
