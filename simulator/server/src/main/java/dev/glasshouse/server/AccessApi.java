package dev.glasshouse.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Access;
import dev.glasshouse.Control;
import dev.glasshouse.imports.ImportReport;
import dev.glasshouse.imports.Importer;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The control API's questions of access, and the account that they can be asked of. */
final class AccessApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AccessApi() {}

    static String text(JsonNode input, String name) {
        if (!input.path(name).isTextual()) {
            throw new IllegalArgumentException("the text '" + name + "' is missing");
        }
        return input.path(name).asText();
    }

    /** The condition keys under {@code context}. */
    static ContextKeys context(JsonNode input) {
        ContextKeys.Builder context = ContextKeys.builder();
        input.path("context").properties().forEach(key -> {
            if (key.getValue().isArray()) {
                List<String> values = new ArrayList<>();
                key.getValue().forEach(value -> values.add(value.asText()));
                context.putAll(key.getKey(), values);
            } else {
                context.put(key.getKey(), key.getValue().asText());
            }
        });
        return context.build();
    }

    /** Asks whether a principal may do an action on a resource. */
    static JsonNode access(Control control, JsonNode input) {
        Access access = control.access(
                text(input, "principal"), text(input, "action"), text(input, "resource"), context(input));
        ObjectNode node = JSON.createObjectNode().put("allowed", access.isAllowed());
        access.deniedBy().forEach(kind -> node.withArray("deniedBy").add(kind.word()));
        return node.put("why", access.why());
    }

    /** Takes over what stands in files. */
    static JsonNode imported(Sandbox sandbox, JsonNode input) {
        if (!input.path("files").isObject()) {
            throw new IllegalArgumentException("the object 'files' is missing: texts by their paths");
        }
        Map<String, String> files = new LinkedHashMap<>();
        input.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        Importer importer = Importer.into(sandbox);
        if (input.hasNonNull("account")) {
            importer.account(text(input, "account"));
        }
        ImportReport report = importer.read(files).report();
        ObjectNode node = JSON.createObjectNode();
        node.putPOJO("taken", report.taken());
        node.putPOJO("remarks", report.remarks());
        return node.put("understood", report.notUnderstood().isEmpty()).put("text", report.text());
    }
}
