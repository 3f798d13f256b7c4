package dev.glasshouse.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in the order of the message; names ignore case, a name may come more than once. */
public final class HttpHeaders {

    /** No header. */
    public static final HttpHeaders EMPTY = new HttpHeaders(new String[0]);

    // name, value, name, value ...; messages have a few dozen headers, so a scan beats a map
    private final String[] fields;

    private HttpHeaders(String[] fields) {
        this.fields = fields;
    }

    /** Headers from alternating names and values. */
    public static HttpHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        return new HttpHeaders(namesAndValues.clone());
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The first value of a name. */
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return Optional.of(fields[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** All values of a name in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                values.add(fields[i + 1]);
            }
        }
        return values;
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** Visits each field in order, the name as it was sent. */
    public void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < fields.length; i += 2) {
            visitor.accept(fields[i], fields[i + 1]);
        }
    }

    /** The names in lower case, each once, in order of first appearance. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            String name = fields[i].toLowerCase(Locale.ROOT);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** A copy to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        forEach(builder::add);
        return builder;
    }

    /** Collects header fields. */
    public static final class Builder {
        // messages have a dozen or two
        private final List<String> fields = new ArrayList<>(48);

        private Builder() {}

        /** Adds a field after those of the same name. */
        public Builder add(String name, String value) {
            fields.add(name);
            fields.add(value);
            return this;
        }

        /** Replaces all fields of the name. */
        public Builder set(String name, String value) {
            remove(name);
            return add(name, value);
        }

        /** Removes all fields of the name. */
        public Builder remove(String name) {
            for (int i = fields.size() - 2; i >= 0; i -= 2) {
                if (fields.get(i).equalsIgnoreCase(name)) {
                    fields.remove(i + 1);
                    fields.remove(i);
                }
            }
            return this;
        }

        public HttpHeaders build() {
            return new HttpHeaders(fields.toArray(new String[0]));
        }
    }

    @Override
    public String toString() {
        return names().toString();
    }
}
