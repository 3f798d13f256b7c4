package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one request: an immutable map from key name, which ignores case, to one value or to a set of
 * values. A key with a set of values is multi-valued even when the set has one member, as its data type says so.
 *
 * <p>The call log keeps those of thousands of calls, so they lie in one array, in the order of their names' hashes.
 */
public final class ContextKeys {

    private static final Entry[] NONE = {};

    /** No keys. */
    public static final ContextKeys EMPTY = new ContextKeys(NONE);

    private static final Comparator<Entry> ORDER = (one, other) -> compare(one, other.hash, other.lowerCaseName);

    private final Entry[] entries;

    private ContextKeys(Entry[] entries) {
        this.entries = entries;
    }

    /** One key of a request. */
    public static final class Entry {

        private final String name;
        private final String lowerCaseName;
        private final int hash;
        private final List<String> values;
        private final boolean multiValued;

        /**
         * An entry over a copy of the values.
         *
         * @param name the name as it was given
         * @param values the values, in order
         * @param multiValued whether the key is a set, whatever its size
         */
        public Entry(String name, List<String> values, boolean multiValued) {
            this.name = name;
            this.lowerCaseName = LowerCase.of(name);
            this.hash = lowerCaseName.hashCode();
            this.values = List.copyOf(values);
            this.multiValued = multiValued;
        }

        /** The name as it was given. */
        public String name() {
            return name;
        }

        /** The values, in order. */
        public List<String> values() {
            return values;
        }

        /** Whether the key is a set, whatever its size. */
        public boolean multiValued() {
            return multiValued;
        }

        /**
         * Two names that differ only by case, such as two request tags, become one multi-valued key: AWS says that
         * such a request may be denied, and a set never satisfies a plain operator.
         */
        private Entry after(Entry before) {
            if (before.name.equals(name)) {
                return this;
            }
            List<String> both = new ArrayList<>(before.values);
            both.addAll(values);
            return new Entry(before.name, both, true);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && entry.multiValued == multiValued
                    && entry.name.equals(name)
                    && entry.values.equals(values);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, values, multiValued);
        }

        @Override
        public String toString() {
            return name + "=" + values;
        }
    }

    /** The names that AWS gives its keys, in lower case; those that callers choose, such as tags, are not kept. */
    private static final class LowerCase {

        private static final int MOST = 1024;
        private static final int LONGEST = 64;
        private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

        static String of(String name) {
            String known = KNOWN.get(name);
            if (known != null) {
                return known;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.length() <= LONGEST && name.indexOf('/') < 0 && KNOWN.size() < MOST) {
                KNOWN.put(name, lower);
            }
            return lower;
        }
    }

    /**
     * Entries that came lately. Most keys of a request are those of the one before it, and the call log keeps the keys of
     * thousands: what is the same lies in memory once.
     */
    private static final class Recent {

        private static final int PLACES = 1024;
        private static final int LONGEST = 256;
        // without a lock: entries are immutable, and whether one is found changes nothing that can be seen
        private static final @Nullable Entry[] KNOWN = new Entry[PLACES];

        static Entry of(String name, String value, boolean multiValued) {
            int place = (31 * name.hashCode() + value.hashCode()) * 0x9E3779B9 >>> 22;
            Entry known = KNOWN[place];
            if (known != null
                    && known.multiValued == multiValued
                    && known.name.equals(name)
                    && known.values.get(0).equals(value)) {
                return known;
            }
            Entry fresh = new Entry(name, List.of(value), multiValued);
            if (value.length() <= LONGEST) {
                KNOWN[place] = fresh;
            }
            return fresh;
        }
    }

    private static int compare(Entry entry, int hash, String lowerCaseName) {
        int order = Integer.compare(entry.hash, hash);
        return order == 0 ? entry.lowerCaseName.compareTo(lowerCaseName) : order;
    }

    /** The entry of a key, or null when the request does not carry the key. */
    public @Nullable Entry get(String name) {
        return getLowerCase(LowerCase.of(name));
    }

    /** The entry of a key whose name is in lower case already. */
    @Nullable
    Entry getLowerCase(String lowerCaseName) {
        int hash = lowerCaseName.hashCode();
        int from = 0;
        int to = entries.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(entries[middle], hash, lowerCaseName);
            if (order == 0) {
                return entries[middle];
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return null;
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
        Map<String, Entry> sorted = new TreeMap<>();
        for (Entry entry : entries) {
            sorted.put(entry.lowerCaseName, entry);
        }
        return Collections.unmodifiableMap(sorted);
    }

    /** Visits all entries, in no order that means anything. */
    public void forEach(Consumer<Entry> visitor) {
        for (Entry entry : entries) {
            visitor.accept(entry);
        }
    }

    /** A builder that starts with these keys. */
    public Builder toBuilder() {
        return new Builder(entries);
    }

    /** A builder without keys. */
    public static Builder builder() {
        return new Builder(NONE);
    }

    /** These keys and others; where both carry a key, the others win. */
    public ContextKeys with(ContextKeys others) {
        if (others.entries.length == 0) {
            return this;
        }
        if (entries.length == 0) {
            return others;
        }
        Entry[] merged = new Entry[entries.length + others.entries.length];
        int size = 0;
        int at = 0;
        for (Entry other : others.entries) {
            int order = -1;
            while (at < entries.length && (order = ORDER.compare(entries[at], other)) < 0) {
                merged[size++] = entries[at++];
            }
            if (at < entries.length && order == 0) {
                at++;
            }
            merged[size++] = other;
        }
        System.arraycopy(entries, at, merged, size, entries.length - at);
        return of(merged, size + entries.length - at);
    }

    private static ContextKeys of(Entry[] entries, int size) {
        return size == 0 ? EMPTY : new ContextKeys(size == entries.length ? entries : Arrays.copyOf(entries, size));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContextKeys keys && Arrays.equals(keys.entries, entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    @Override
    public String toString() {
        return entries().toString();
    }

    /** Collects keys; not for use by several threads. */
    public static final class Builder {

        // a request has some dozens of keys
        private static final int ROOM = 24;

        // in the order in which they came, a key perhaps several times
        private Entry[] added;
        private int size;

        private Builder(Entry[] first) {
            added = Arrays.copyOf(first, first.length + ROOM);
            size = first.length;
        }

        /** Sets a single-valued key, or leaves it absent when the value is null. */
        public Builder put(String name, @Nullable String value) {
            return value == null ? this : put(Recent.of(name, value, false));
        }

        /** Sets a single-valued key from a truth value. */
        public Builder put(String name, boolean value) {
            return put(name, String.valueOf(value));
        }

        /** Sets a multi-valued key; an empty list is a present key with no values, and nulls among them are none. */
        public Builder putAll(String name, List<String> values) {
            List<String> present = new ArrayList<>(values.size());
            for (String value : values) {
                if (value != null) {
                    present.add(value);
                }
            }
            return put(present.size() == 1 ? Recent.of(name, present.get(0), true) : new Entry(name, present, true));
        }

        /** Sets a key as another request carries it. */
        public Builder put(Entry entry) {
            if (size == added.length) {
                added = Arrays.copyOf(added, 2 * size);
            }
            added[size++] = entry;
            return this;
        }

        /** Takes a key away. */
        public Builder remove(String name) {
            String gone = LowerCase.of(name);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (!added[i].lowerCaseName.equals(gone)) {
                    added[kept++] = added[i];
                }
            }
            size = kept;
            return this;
        }

        /** The keys collected so far. */
        public ContextKeys build() {
            Entry[] sorted = Arrays.copyOf(added, size);
            Arrays.sort(sorted, ORDER);
            int kept = 0;
            for (Entry entry : sorted) {
                if (kept > 0 && sorted[kept - 1].lowerCaseName.equals(entry.lowerCaseName)) {
                    sorted[kept - 1] = entry.after(sorted[kept - 1]);
                } else {
                    sorted[kept++] = entry;
                }
            }
            return of(sorted, kept);
        }
    }
}
