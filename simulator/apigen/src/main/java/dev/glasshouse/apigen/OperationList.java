package dev.glasshouse.apigen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The operations that are simulated, by service: lines {@code service: Operation Operation ...}; {@code #} begins a comment. */
final class OperationList {

    private OperationList() {}

    static Map<String, Set<String>> read(Path file) throws IOException {
        Map<String, Set<String>> list = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String text = line.replaceFirst("#.*", "").trim();
            if (text.isEmpty()) {
                continue;
            }
            List<String> words = new ArrayList<>(Arrays.asList(text.split("\\s+")));
            String service = words.remove(0);
            if (!service.endsWith(":")) {
                throw new IllegalArgumentException("not 'service: Operation ...': " + line);
            }
            list.computeIfAbsent(service.substring(0, service.length() - 1), any -> new TreeSet<>())
                    .addAll(words);
        }
        return list;
    }
}
