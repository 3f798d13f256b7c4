package dev.glasshouse.policy.validate;

import dev.glasshouse.policy.match.Glob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The S3 actions that a bucket policy can grant, by resource type. */
final class S3Actions {

    private static final String PREFIX = "s3:";
    private static final List<String> LINES = load();
    private static final List<String> OBJECT_ACTIONS = of("object ");
    private static final List<String> BUCKET_ACTIONS = of("bucket ");

    private S3Actions() {}

    static boolean isKnown(String action) {
        return ofObjects(action) || ofBuckets(action);
    }

    /** Whether the action, or one that it stands for by wildcard, works on objects. */
    static boolean ofObjects(String action) {
        return matches(action, OBJECT_ACTIONS);
    }

    /** Whether the action, or one that it stands for by wildcard, works on buckets. */
    static boolean ofBuckets(String action) {
        return matches(action, BUCKET_ACTIONS);
    }

    /** The actions that one stands for by wildcard, or itself, among those of the kinds of resources. */
    static List<String> standsFor(String action, boolean objects, boolean buckets) {
        Predicate<String> names = names(action);
        return Stream.concat(
                        objects ? OBJECT_ACTIONS.stream() : Stream.of(),
                        buckets ? BUCKET_ACTIONS.stream() : Stream.of())
                .filter(names)
                .map(name -> PREFIX + name)
                .toList();
    }

    private static boolean matches(String action, List<String> names) {
        return names.stream().anyMatch(names(action));
    }

    private static Predicate<String> names(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        if (lower.equals("*")) {
            return name -> true;
        }
        return lower.startsWith(PREFIX) ? Glob.compile(lower.substring(PREFIX.length()))::matches : name -> false;
    }

    private static List<String> of(String type) {
        return LINES.stream()
                .filter(line -> line.startsWith(type))
                .map(line -> line.substring(type.length()).strip())
                .toList();
    }

    private static List<String> load() {
        try (InputStream in = S3Actions.class.getResourceAsStream("s3-actions.txt")) {
            if (in == null) {
                throw new IllegalStateException("s3-actions.txt is missing from the library");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
