package dev.glasshouse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's first test is {@link FirstTest}, which the build runs, and its dependency is one that there is. */
class ReadmeTest {

    @Test
    void theReadmesFirstTestIsTheOneThatRuns() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String test = Files.readString(Path.of("src/test/java/dev/glasshouse/examples/FirstTest.java"));
        String shown = test.substring(test.indexOf("@Glasshouse"))
                .lines()
                .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
                .collect(Collectors.joining());
        assertThat(readme).contains(shown);
        assertThat(readme).contains("<artifactId>glasshouse-junit5</artifactId>");
        assertThat(Files.readString(Path.of("../simulator/junit5/pom.xml")))
                .contains("<artifactId>glasshouse-junit5</artifactId>");
    }
}
