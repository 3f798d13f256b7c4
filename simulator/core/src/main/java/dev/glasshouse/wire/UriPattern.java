package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The URI pattern of a REST operation: literal segments, labels {@code {Bucket}}, a greedy label {@code {Key+}}, and
 * query literals such as {@code ?policy} or {@code ?list-type=2}.
 */
final class UriPattern {

    /** A segment: a literal, a label, or a label for all that is left. */
    private record Segment(String text, boolean label, boolean greedy) {}

    /** What must stand in the query; a null value allows any. */
    private record QueryLiteral(String name, @Nullable String value) {}

    private final List<Segment> segments = new ArrayList<>();
    private final List<QueryLiteral> query = new ArrayList<>();

    private UriPattern() {}

    /** Parses the model's pattern. */
    static UriPattern parse(String text) {
        UriPattern pattern = new UriPattern();
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        if (path.length() > 1) {
            for (String part : path.substring(1).split("/", -1)) {
                pattern.segments.add(segment(part));
            }
        }
        if (mark >= 0) {
            for (String part : text.substring(mark + 1).split("&", -1)) {
                int equals = part.indexOf('=');
                pattern.query.add(
                        equals < 0
                                ? new QueryLiteral(part, null)
                                : new QueryLiteral(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
        return pattern;
    }

    private static Segment segment(String part) {
        if (!part.startsWith("{") || !part.endsWith("}")) {
            return new Segment(part, false, false);
        }
        boolean greedy = part.endsWith("+}");
        return new Segment(part.substring(1, part.length() - (greedy ? 2 : 1)), true, greedy);
    }

    /** How many literals the pattern has: the more, the more it says. */
    int literals() {
        int count = query.size();
        for (Segment segment : segments) {
            count += segment.label() ? 0 : 1;
        }
        return count;
    }

    /** How many segments the path has. */
    int segments() {
        return segments.size();
    }

    /** Whether parameters of the query say what it is. */
    boolean named() {
        return !query.isEmpty();
    }

    boolean greedy() {
        return segments.stream().anyMatch(Segment::greedy);
    }

    /**
     * The decoded labels of a raw path that fits, or null. A greedy label keeps every byte: double slashes, dots, a
     * leading or trailing slash. Elsewhere one slash at the end is ignored.
     */
    @Nullable
    Map<String, String> match(String rawPath, QueryString parameters) {
        for (QueryLiteral literal : query) {
            String value = parameters.first(literal.name());
            if (value == null || literal.value() != null && !literal.value().equals(value)) {
                return null;
            }
        }
        return matchPath(rawPath);
    }

    /** As {@link #match}, whatever the query says. */
    @Nullable
    Map<String, String> matchPath(String rawPath) {
        if (!walk(rawPath, null)) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        return walk(rawPath, labels) ? labels : null;
    }

    /**
     * Compares the segments; most patterns do not fit, so that without a map for the labels nothing is decoded or made.
     *
     * @param labels takes the decoded labels, or null
     */
    private boolean walk(String path, @Nullable Map<String, String> labels) {
        int start = path.startsWith("/") ? 1 : 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (start > path.length()) {
                return false;
            }
            int end = segment.greedy() ? greedyEnd(path, segments.size() - i - 1) : path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            if (end < start || !fits(segment, path, start, end, labels)) {
                return false;
            }
            start = end + 1;
        }
        return start >= path.length();
    }

    private static boolean fits(
            Segment segment, String path, int start, int end, @Nullable Map<String, String> labels) {
        if (!segment.label()) {
            return end - start == segment.text().length() && path.startsWith(segment.text(), start);
        }
        if (labels == null) {
            return end > start;
        }
        String value = PercentCoding.path(path.substring(start, end));
        if (value == null || value.isEmpty()) {
            return false;
        }
        labels.put(segment.text(), value);
        return true;
    }

    /** Where a greedy label ends that leaves a number of segments behind it. */
    private static int greedyEnd(String path, int behind) {
        int end = path.length();
        for (int i = 0; i < behind; i++) {
            end = path.lastIndexOf('/', end - 1);
            if (end < 0) {
                return 0;
            }
        }
        return end;
    }
}
