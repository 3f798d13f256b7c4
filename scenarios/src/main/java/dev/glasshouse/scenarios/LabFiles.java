package dev.glasshouse.scenarios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.glasshouse.call.Age;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads labs from their files: those of this jar, each at {@code labs/ID/lab.yaml}. */
public final class LabFiles {

    private static final String FORMAT = "glasshouse/lab/v1";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule().addDeserializer(Duration.class, new Durations()));

    private LabFiles() {}

    private static final class Durations extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        Durations() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(
                com.fasterxml.jackson.core.JsonParser parser,
                com.fasterxml.jackson.databind.DeserializationContext context)
                throws IOException {
            return Duration.parse(parser.getText());
        }
    }

    private record Setup(
            @Nullable List<Step> shared, @Nullable List<Step> personal) {}

    /** The file as it stands. */
    private record File(
            String format,
            String id,
            String title,
            String difficulty,
            int minutes,
            @Nullable List<String> attack,
            String story,
            @Nullable Duration history,
            @Nullable String defaults,
            Lab.@Nullable Organization organization,
            @Nullable Map<String, String> variables,
            Setup setup,
            @Nullable Map<String, String> vantages,
            List<Lab.Entry> entry,
            List<Lab.Objective> objectives,
            @Nullable List<Lab.Hint> hints,
            List<Step> solution,
            @Nullable Map<String, List<Step>> scripts) {}

    /**
     * Reads a lab's file.
     *
     * @throws IllegalArgumentException if it is not one, with what is wrong in it
     */
    public static Lab parse(String yaml) {
        try {
            File file = YAML.readValue(yaml, File.class);
            if (!FORMAT.equals(file.format())) {
                throw new IllegalArgumentException("the format must be " + FORMAT);
            }
            Lab lab = lab(file);
            LabChecks.check(lab);
            return lab;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the file is not a lab: " + e.getOriginalMessage(), e);
        }
    }

    private static Lab lab(File file) {
        return new Lab(
                file.id(),
                file.title(),
                file.difficulty(),
                file.minutes(),
                orNone(file.attack()),
                file.story(),
                file.history() == null ? Duration.ofDays(1) : file.history(),
                file.defaults() == null ? null : Age.of(file.defaults()),
                file.organization(),
                file.variables() == null ? Map.of() : file.variables(),
                orNone(file.setup().shared()),
                orNone(file.setup().personal()),
                file.vantages() == null ? Map.of() : file.vantages(),
                file.entry(),
                file.objectives(),
                orNone(file.hints()),
                file.solution(),
                file.scripts() == null ? Map.of() : file.scripts());
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    // ---- the labs of this jar

    private static final class Shipped {
        static final Map<String, Lab> LABS = read();

        private static Map<String, Lab> read() {
            Map<String, Lab> labs = new TreeMap<>();
            for (String id : resource("index.txt").lines().toList()) {
                labs.put(id, parse(resource(id + "/lab.yaml")));
            }
            return labs;
        }
    }

    private static String resource(String name) {
        try (InputStream in = LabFiles.class.getResourceAsStream("/labs/" + name)) {
            if (in == null) {
                throw new IOException("labs/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the labs of this jar can be read", e);
        }
    }

    /** All labs of this jar, by id. */
    public static List<Lab> shipped() {
        return List.copyOf(Shipped.LABS.values());
    }

    /** A lab of this jar. */
    public static Optional<Lab> shipped(String id) {
        return Optional.ofNullable(Shipped.LABS.get(id));
    }
}
