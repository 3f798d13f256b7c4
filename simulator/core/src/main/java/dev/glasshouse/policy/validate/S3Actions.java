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

/** The S3 actions that the policy of a bucket, or of an access point, can grant, by resource type. */
final class S3Actions {

    /** Those of buckets and their objects. */
    static final S3Actions OF_BUCKETS;

    /** Those of access points and the objects behind them. */
    static final S3Actions OF_ACCESS_POINTS;

    private static final String PREFIX = "s3:";

    static {
        List<String> lines = load();
        OF_BUCKETS = new S3Actions(of(lines, "bucket "), of(lines, "object "));
        OF_ACCESS_POINTS = new S3Actions(of(lines, "accesspoint "), of(lines, "accesspointobject "));
    }

    private final List<String> onIt;
    private final List<String> onObjects;

    private S3Actions(List<String> onIt, List<String> onObjects) {
        this.onIt = onIt;
        this.onObjects = onObjects;
    }

    /** Whether the action, or one that it stands for by wildcard, works on objects. */
    boolean ofObjects(String action) {
        return matches(action, onObjects);
    }

    /** Whether the action, or one that it stands for by wildcard, works on the bucket or access point itself. */
    boolean ofItself(String action) {
        return matches(action, onIt);
    }

    /** Whether there is such an action, or one that it stands for by wildcard. */
    boolean isKnown(String action) {
        return ofItself(action) || ofObjects(action);
    }

    /** The actions that one stands for by wildcard, or itself, among those of the kinds of resources. */
    List<String> standsFor(String action, boolean objects, boolean itself) {
        Predicate<String> names = names(action);
        return Stream.concat(objects ? onObjects.stream() : Stream.of(), itself ? onIt.stream() : Stream.of())
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

    private static List<String> of(List<String> lines, String type) {
        return lines.stream()
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
