package dev.glasshouse.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Control;
import dev.glasshouse.call.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of the control API that plays identity providers: {@code tokens/...}. */
final class TokenApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long USUAL_SECONDS = 3_600;

    private TokenApi() {}

    /**
     * Answers a request.
     *
     * @param what {@code web-identity}, {@code keys}, {@code saml} or {@code saml-metadata}
     * @throws IllegalArgumentException if something is missing or wrong
     */
    static JsonNode answer(Control control, String what, JsonNode input) {
        ObjectNode answer = JSON.createObjectNode();
        switch (what) {
            case "web-identity" -> answer.put("token", webIdentity(control, input));
            case "keys" -> {
                control.trustIssuer(text(input, "issuer"), input.path("jwks").toString());
                answer.put("issuer", text(input, "issuer"));
            }
            case "saml" -> answer.put("assertion", saml(control, input));
            case "saml-metadata" -> answer.put("metadata", control.samlMetadata(text(input, "entityId")));
            default -> throw new IllegalArgumentException("the control API has no tokens/" + what);
        }
        return answer;
    }

    private static String text(JsonNode input, String name) {
        JsonNode value = input.path(name);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IllegalArgumentException("the text '" + name + "' is missing");
        }
        return value.asText();
    }

    private static String webIdentity(Control control, JsonNode input) {
        ObjectNode claims =
                input.path("claims") instanceof ObjectNode given ? given.deepCopy() : JSON.createObjectNode();
        claims.put("sub", text(input, "subject"));
        JsonNode audience = input.path("audience");
        if (!audience.isMissingNode()) {
            claims.set("aud", audience);
        } else if (!claims.has("aud")) {
            claims.put("aud", "sts.amazonaws.com");
        }
        return control.webIdentityToken(
                text(input, "issuer"),
                input.hasNonNull("algorithm") ? text(input, "algorithm") : null,
                claims.toString(),
                Duration.ofSeconds(input.path("seconds").asLong(USUAL_SECONDS)));
    }

    private static String saml(Control control, JsonNode input) {
        Map<String, List<String>> attributes = new TreeMap<>();
        input.path("attributes").properties().forEach(attribute -> {
            List<String> values = new ArrayList<>();
            if (attribute.getValue().isArray()) {
                attribute.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(attribute.getValue().asText());
            }
            attributes.put(attribute.getKey(), values);
        });
        return control.samlResponse(new TestTokens.Assertion(
                text(input, "entityId"),
                text(input, "subject"),
                List.of(text(input, "role") + "," + text(input, "provider")),
                input.hasNonNull("sessionName") ? text(input, "sessionName") : text(input, "subject"),
                attributes,
                input.hasNonNull("sessionSeconds")
                        ? input.path("sessionSeconds").asLong()
                        : null,
                input.path("encrypted").asBoolean()));
    }
}
