package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Trims the condition keys of AWS's service authorization reference to a line a service: the keys of each action, those of
 * its resource types included. Tests hold what is asked of the policy engine against them.
 */
final class IamKeys {

    private static final ObjectMapper JSON = new ObjectMapper();

    private IamKeys() {}

    static void run(Path data, String origin, List<String> prefixes, Path target) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append(JSON.createObjectNode().put("origin", origin)).append('\n');
        for (String prefix : prefixes) {
            JsonNode types = JSON.readTree(
                    data.resolve("resourceTypes").resolve(prefix + ".json").toFile());
            ObjectNode line = JSON.createObjectNode().put("prefix", prefix);
            ObjectNode actions = line.putObject("actions");
            for (JsonNode action : JSON.readTree(
                    data.resolve("actions").resolve(prefix + ".json").toFile())) {
                TreeSet<String> keys = new TreeSet<>();
                action.path("conditionKeys").forEach(key -> keys.add(key.asText()));
                for (JsonNode type : action.path("resourceTypes")) {
                    type.path("conditionKeys").forEach(key -> keys.add(key.asText()));
                    types.path(type.path("name").asText().toLowerCase(java.util.Locale.ROOT))
                            .path("conditionKeys")
                            .forEach(key -> keys.add(key.asText()));
                }
                keys.forEach(actions.putArray(action.path("name").asText())::add);
            }
            lines.append(line).append('\n');
        }
        Files.writeString(target, lines);
    }
}
