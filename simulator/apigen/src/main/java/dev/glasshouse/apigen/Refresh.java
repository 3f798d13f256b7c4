package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads AWS's service models (C2J) and writes one table a service and an index of all. */
final class Refresh {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Refresh() {}

    static void run(Path models, String origin, Path list, Path overlays, Path tables) throws IOException {
        Files.createDirectories(tables);
        Map<String, String> index = new TreeMap<>();
        for (Map.Entry<String, Set<String>> service : OperationList.read(list).entrySet()) {
            String name = service.getKey();
            Source source = source(models, origin, name);
            Path overlay = overlays.resolve(name + ".json");
            ObjectNode merged = Files.exists(overlay)
                    ? Overlay.merge(source.model().deepCopy(), JSON.readTree(Files.readAllBytes(overlay)))
                    : source.model().deepCopy();
            List<String> lines = new TableWriter(name, merged, service.getValue(), source.origin()).lines();
            Files.writeString(tables.resolve(name + ".jsonl"), String.join("\n", lines) + "\n");
            index.put(name, indexLine(JSON.readTree(lines.get(0))));
        }
        Files.writeString(tables.resolve("others.jsonl"), others(models, origin, index));
        Files.writeString(tables.resolve("index.jsonl"), String.join("\n", index.values()) + "\n");
    }

    /** The services of which nothing is simulated, a line each; they join the index. */
    private static String others(Path models, String origin, Map<String, String> index) throws IOException {
        List<String> names;
        try (Stream<Path> folders = Files.list(models)) {
            names = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !index.containsKey(name))
                    .sorted()
                    .toList();
        }
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            String line = null;
            try {
                Source source = source(models, origin, name);
                line = new TableWriter(name, source.model(), Set.of(), source.origin()).line();
            } catch (IllegalArgumentException e) {
                continue; // a folder without a service
            }
            lines.append(line).append('\n');
            index.put(name, indexLine(JSON.readTree(line)));
        }
        return lines.toString();
    }

    private record Source(JsonNode model, String origin) {}

    private static Source source(Path models, String origin, String name) throws IOException {
        Path file = newest(models.resolve(name));
        byte[] bytes = Files.readAllBytes(file);
        JsonNode model = JSON.readTree(
                file.toString().endsWith(".gz")
                        ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
                        : bytes);
        return new Source(model, origin + " " + models.relativize(file) + " sha256:" + sha256(bytes));
    }

    private static String indexLine(JsonNode header) {
        ObjectNode line = JSON.createObjectNode();
        for (String field :
                List.of("service", "signingName", "endpointPrefix", "targetPrefix", "apiVersion", "protocols")) {
            if (header.has(field)) {
                line.set(field, header.get(field));
            }
        }
        return line.toString();
    }

    private static Path newest(Path service) throws IOException {
        try (Stream<Path> dates = Files.list(service)) {
            Path folder = dates.filter(Files::isDirectory)
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow(() -> new IllegalArgumentException("no model in " + service));
            Path plain = folder.resolve("service-2.json");
            Path packed = folder.resolve("service-2.json.gz");
            if (!Files.exists(plain) && !Files.exists(packed)) {
                throw new IllegalArgumentException("no model in " + folder);
            }
            return Files.exists(plain) ? plain : packed;
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
