package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one request: an immutable map from key name, which ignores case, to one value or to a set of
 * values. A key with a set of values is multi-valued even when the set has one member, as its data type says so.
 */
public final class ContextKeys {

    /** No keys. */
    public static final ContextKeys EMPTY = new ContextKeys(Map.of());

    private final Map<String, Entry> entries;

    private ContextKeys(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * One key of a request.
     *
     * @param name the name as it was given
     * @param values the values, in order
     * @param multiValued whether the key is a set, whatever its size
     */
    public record Entry(String name, List<String> values, boolean multiValued) {
        /** An entry over a copy of the values. */
        public Entry {
            values = List.copyOf(values);
        }
    }

    /** The entry of a key, or null when the request does not carry the key. */
    public @Nullable Entry get(String name) {
        return entries.get(name.toLowerCase(Locale.ROOT));
    }

    /** The entry of a key whose name is in lower case already. */
    @Nullable
    Entry getLowerCase(String lowerCaseName) {
        return entries.get(lowerCaseName);
    }

    /** The value of a single-valued key, or null when it is absent or multi-valued. */
    public @Nullable String single(String name) {
        Entry entry = get(name);
        return entry == null || entry.multiValued() ? null : entry.values().get(0);
    }

    /** Whether the request carries a key. */
    public boolean contains(String name) {
        return get(name) != null;
    }

    /** All entries by lower-case name, sorted, for explanations. */
    public Map<String, Entry> entries() {
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /** A builder that starts with these keys. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.own().putAll(entries);
        return builder;
    }

    /** A builder without keys. */
    public static Builder builder() {
        return new Builder();
    }

    /** These keys and others; where both carry a key, the others win. */
    public ContextKeys with(ContextKeys others) {
        if (others.entries.isEmpty()) {
            return this;
        }
        Builder builder = toBuilder();
        builder.own().putAll(others.entries);
        return builder.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContextKeys keys && keys.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries().toString();
    }

    /** Collects keys; not for use by several threads. */
    public static final class Builder {

        // a request has some dozens of keys
        private static final int ROOM = 64;

        private Map<String, Entry> entries = new HashMap<>(ROOM);
        private boolean built;

        private Builder() {}

        /** The map to write to: one that was handed out is copied first. */
        private Map<String, Entry> own() {
            if (built) {
                Map<String, Entry> copy = new HashMap<>(ROOM);
                copy.putAll(entries);
                entries = copy;
                built = false;
            }
            return entries;
        }

        /** Sets a single-valued key, or leaves it absent when the value is null. */
        public Builder put(String name, @Nullable String value) {
            if (value != null) {
                add(new Entry(name, List.of(value), false));
            }
            return this;
        }

        /** Sets a single-valued key from a truth value. */
        public Builder put(String name, boolean value) {
            return put(name, String.valueOf(value));
        }

        /** Sets a multi-valued key; an empty list is a present key with no values, and nulls among them are none. */
        public Builder putAll(String name, List<String> values) {
            add(new Entry(name, values.stream().filter(Objects::nonNull).toList(), true));
            return this;
        }

        /**
         * Takes a key away.
         */
        public Builder remove(String name) {
            own().remove(name.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Two names that differ only by case, such as two request tags, become one multi-valued key: AWS says that
         * such a request may be denied, and a set never satisfies a plain operator.
         */
        private void add(Entry entry) {
            String key = entry.name().toLowerCase(Locale.ROOT);
            Entry before = entries.get(key);
            if (before == null || before.name().equals(entry.name())) {
                own().put(key, entry);
                return;
            }
            List<String> both = new ArrayList<>(before.values());
            both.addAll(entry.values());
            own().put(key, new Entry(before.name(), both, true));
        }

        /** The keys collected so far. */
        public ContextKeys build() {
            built = true;
            return entries.isEmpty() ? EMPTY : new ContextKeys(entries);
        }
    }
}
