package dev.glasshouse.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.access.Way.Become;
import dev.glasshouse.access.Way.Change;
import dev.glasshouse.access.Way.Need;
import dev.glasshouse.access.Way.Whom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of the published ways, and the calls by which they are walked. */
public final class Ways {

    private static final List<Way> ALL = read();
    private static final JsonNode CALLS = calls();

    private Ways() {}

    /** All ways, in the order of the table. */
    public static List<Way> all() {
        return ALL;
    }

    /** The input of the call of an action as the table has it, with {@code ${...}} for what differs; empty for none. */
    static Optional<JsonNode> call(String action) {
        return Optional.ofNullable(CALLS.get(action));
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = Ways.class.getResourceAsStream(file);
        if (in == null) {
            throw new IOException(file + " is missing from the library");
        }
        return in;
    }

    private static JsonNode calls() {
        try (InputStream in = open("calls.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the calls of the ways can be read", e);
        }
    }

    private static List<Way> read() {
        List<Way> ways = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("ways.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    ways.add(way(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ways can be read", e);
        }
        return List.copyOf(ways);
    }

    private static Way way(String line) {
        List<String> fields =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        String become = fields.get(5);
        boolean service = become.contains(".");
        return new Way(
                fields.get(0),
                Whom.valueOf(word(fields.get(1))),
                fields.get(2).equals("-") ? Set.of() : Set.of(fields.get(2).split(" ")),
                Arrays.stream(fields.get(3).split(", ")).map(Ways::need).toList(),
                fields.get(4).equals("-") ? Change.NONE : Change.valueOf(word(fields.get(4))),
                become(become, service),
                service ? become : null,
                fields.get(6).isEmpty() ? null : fields.get(6));
    }

    private static @Nullable Become become(String word, boolean service) {
        if (service) {
            return Become.SERVICE;
        }
        return word.equals("-") ? null : Become.valueOf(word(word));
    }

    private static String word(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Need need(String text) {
        int space = text.indexOf(' ');
        String on = text.substring(space + 1);
        int colon = on.indexOf(':');
        return new Need(
                text.substring(0, space),
                colon < 0 ? on : on.substring(0, colon),
                colon < 0 ? null : on.substring(colon + 1));
    }
}
