package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of operations is true. */
class OperationsTableTest {

    @Test
    void theReadmeListsJustWhatIsSimulated() throws IOException {
        Map<String, String> services;
        try (Simulator simulator = Simulator.start()) {
            services = simulator.services().operationNames().stream()
                    .map(name -> name.split(":"))
                    .collect(Collectors.groupingBy(
                            parts -> parts[0],
                            TreeMap::new,
                            Collectors.mapping(parts -> parts[1], Collectors.joining(" "))));
        }
        String table = services.entrySet().stream()
                .map(service -> "| " + service.getKey() + " | " + service.getValue() + " |")
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../../README.md"))).contains(table);
    }
}
