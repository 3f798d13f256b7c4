package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string in order, decoded; a name without an equals sign has the empty value. */
public final class QueryString {

    private static final int MOST_PARAMETERS = 10_000;
    private static final QueryString EMPTY = new QueryString(Map.of());

    private final Map<String, List<String>> values;

    private QueryString(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Parses a raw query; null where a name or value is not percent-encoded UTF-8 or there are too many. */
    public static @Nullable QueryString parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            if (end > start) {
                int equals = raw.indexOf('=', start);
                equals = equals < 0 || equals > end ? end : equals;
                String name = PercentCoding.form(raw.substring(start, equals));
                String value = PercentCoding.form(equals == end ? "" : raw.substring(equals + 1, end));
                if (name == null || value == null || ++count > MOST_PARAMETERS) {
                    return null;
                }
                values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return new QueryString(values);
    }

    /** Whether a parameter is there, with or without a value. */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /** The first value of a parameter, or null. */
    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    /** All values of a parameter in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The names in order of first appearance. */
    public Iterable<String> names() {
        return values.keySet();
    }
}
