package dev.glasshouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md and docs/architecture.md show of the code is there. */
class ContributingTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern EXCERPT = Pattern.compile("<!-- (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+\\.[A-Z]\\w+)");

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    @Test
    void everyExcerptStandsInItsFile() throws IOException {
        List<MatchResult> excerpts =
                EXCERPT.matcher(page("CONTRIBUTING.md")).results().toList();
        assertThat(excerpts).hasSizeGreaterThan(5);
        for (MatchResult excerpt : excerpts) {
            assertThat(page(excerpt.group(1))).as(excerpt.group(1)).contains(excerpt.group(2));
        }
    }

    @Test
    void everyClassThatIsNamedIsThere() throws IOException {
        List<String> names = Stream.of(page("CONTRIBUTING.md"), page("docs/architecture.md"))
                .flatMap(page -> NAME.matcher(page).results().map(found -> found.group(1)))
                .distinct()
                .toList();
        assertThat(names).hasSizeGreaterThan(20);
        for (String name : names) {
            String type = name.startsWith("dev.glasshouse.") ? name : "dev.glasshouse." + name;
            String path = type.replace('.', '/') + ".java";
            assertThat(Stream.of("simulator/core", "simulator/server", "simulator/junit5", "scenarios", "simulator/api")
                            .map(module -> ROOT.resolve(module + "/src/main/java/" + path)))
                    .as(name)
                    .anyMatch(Files::exists);
        }
    }
}
