package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns tables into Java: a record a structure, constants an enum, and factories by shape name. */
final class Generate {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NO_TABLES = Set.of("index.jsonl", "others.jsonl");

    private Generate() {}

    static void run(Path tables, Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(tables)) {
            files = all.filter(file -> file.toString().endsWith(".jsonl")
                            && !NO_TABLES.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        Map<String, String> factories = new TreeMap<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            JsonNode header = JSON.readTree(lines.get(0));
            Map<String, JsonNode> shapes = new TreeMap<>();
            for (String line : lines.subList(1, lines.size())) {
                JsonNode node = JSON.readTree(line);
                if (node.has("shape")) {
                    shapes.put(node.get("shape").asText(), node);
                }
            }
            String service = header.get("service").asText();
            RecordWriter writer = new RecordWriter(header, shapes);
            for (Map.Entry<String, String> source : writer.sources().entrySet()) {
                write(sources, Names.packageOf(service), source.getKey(), source.getValue());
            }
            factories.put(service, Names.packageOf(service) + "." + writer.factoryName());
        }
        write(sources, "dev.glasshouse.api", "GeneratedServices", index(factories));
    }

    private static String index(Map<String, String> factories) {
        List<String> cases = new ArrayList<>();
        factories.forEach((service, factory) ->
                cases.add("            case \"" + service + "\" -> " + factory + ".factory(shape);"));
        return """
                package dev.glasshouse.api;

                import java.util.function.Function;
                import org.jspecify.annotations.NullMarked;
                import org.jspecify.annotations.Nullable;

                /** The generated records of all services. Generated from the tables; a service's classes load at its first use. */
                @NullMarked
                public final class GeneratedServices {

                    private GeneratedServices() {}

                    /** What makes the record of a service's structure from member values by index. */
                    public static Function<@Nullable Object[], ApiRecord> factory(String service, String shape) {
                        return switch (service) {
                %s
                            default -> throw new IllegalArgumentException("no records of " + service);
                        };
                    }
                }
                """.formatted(String.join("\n", cases));
    }

    private static void write(Path sources, String packageName, String name, String text) throws IOException {
        Path file = sources.resolve(packageName.replace('.', '/')).resolve(name + ".java");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // unchanged files keep their time, so that the compiler has nothing to do
        if (Files.exists(file) && java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
