package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Trims the types of the condition keys of AWS's service authorization reference to a line a type: its keys in small
 * letters, without global ones, a tag's key or the like being {@code *}. A key of two types is left out.
 */
final class IamKeyTypes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private IamKeyTypes() {}

    static void run(Path data, String origin, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(data.resolve("conditionKeys"))) {
            files = all.sorted().toList();
        }
        Map<String, TreeSet<String>> types = new TreeMap<>();
        for (Path file : files) {
            for (JsonNode key : JSON.readTree(file.toFile())) {
                String name = key.path("key").asText().toLowerCase(Locale.ROOT);
                if (!name.startsWith("aws:")) {
                    types.computeIfAbsent(stem(name), known -> new TreeSet<>())
                            .add(key.path("type").asText());
                }
            }
        }
        Map<String, TreeSet<String>> keys = new TreeMap<>();
        types.forEach((key, its) -> {
            if (its.size() == 1) {
                keys.computeIfAbsent(its.first(), type -> new TreeSet<>()).add(key);
            }
        });
        StringBuilder lines = new StringBuilder();
        lines.append("# ").append(origin).append('\n');
        keys.forEach((type, its) ->
                lines.append(type).append('\t').append(String.join(" ", its)).append('\n'));
        Files.writeString(target, lines);
    }

    private static String stem(String key) {
        int variable = key.indexOf("${");
        return variable < 0 ? key : key.substring(0, variable) + "*";
    }
}
