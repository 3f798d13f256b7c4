package dev.glasshouse.sandbox;

import java.util.Collections;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * All rows of a sandbox at one moment: an immutable tree of scope and service, table, key. Copies share what they have in
 * common, so that keeping an old state costs what has changed since.
 */
public final class State implements StateReader {

    /** No rows. */
    public static final State EMPTY = new State(HashTreePMap.empty());

    /** Compared at each read; what a record has for that takes the JVM long to link. */
    private record Place(String service, Scope scope) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && service.equals(place.service) && scope.equals(place.scope);
        }

        @Override
        public int hashCode() {
            return 31 * service.hashCode() + scope.hashCode();
        }
    }

    /**
     * The tables of one service in one scope. It is a class and no record: caches have it as their key, and comparing
     * two must not cost a walk over their rows.
     */
    private static final class Subtree {
        private final HashPMap<String, TreePMap<Object, Object>> tables;

        Subtree(HashPMap<String, TreePMap<Object, Object>> tables) {
            this.tables = tables;
        }

        HashPMap<String, TreePMap<Object, Object>> tables() {
            return tables;
        }
    }

    private static final Subtree NO_TABLES = new Subtree(HashTreePMap.empty());

    private final HashPMap<Place, Subtree> places;

    private State(HashPMap<Place, Subtree> places) {
        this.places = places;
    }

    @Override
    public <K, V> Optional<V> get(Table<K, V> table, Scope scope, K key) {
        TreePMap<K, V> rows = find(table, scope);
        return rows == null ? Optional.empty() : Optional.ofNullable(rows.get(key));
    }

    @Override
    public <K, V> NavigableMap<K, V> rows(Table<K, V> table, Scope scope) {
        TreePMap<K, V> rows = find(table, scope);
        return rows == null ? Collections.emptyNavigableMap() : rows;
    }

    @Override
    public SortedSet<Scope> scopes(Table<?, ?> table) {
        SortedSet<Scope> scopes = new TreeSet<>();
        places.forEach((place, subtree) -> {
            if (place.service().equals(table.service()) && subtree.tables().containsKey(table.name())) {
                scopes.add(place.scope());
            }
        });
        return scopes;
    }

    @Override
    public Object identity(String service, Scope scope) {
        Subtree subtree = places.get(new Place(service, scope));
        return subtree == null ? NO_TABLES : subtree;
    }

    /** This state with a row set, or taken away where it is null. */
    <K, V> State with(Table<K, V> table, Scope scope, K key, @Nullable V row) {
        Place place = new Place(table.service(), scope);
        Subtree subtree = places.getOrDefault(place, NO_TABLES);
        TreePMap<K, V> rows = cast(subtree.tables().get(table.name()));
        if (rows == null) {
            if (row == null) {
                return this;
            }
            rows = TreePMap.empty(table.order());
        }
        TreePMap<K, V> changed = row == null ? rows.minus(key) : rows.plus(key, row);
        HashPMap<String, TreePMap<Object, Object>> tables = changed.isEmpty()
                ? subtree.tables().minus(table.name())
                : subtree.tables().plus(table.name(), cast2(changed));
        return new State(tables.isEmpty() ? places.minus(place) : places.plus(place, new Subtree(tables)));
    }

    /** The names of what the rows of a table hold that is lost for good with them. */
    <K, V> Set<String> irrecoverable(Table<K, V> table) {
        Set<String> names = new HashSet<>();
        for (Scope scope : scopes(table)) {
            rows(table, scope).values().forEach(row -> names.addAll(table.irrecoverable(scope, row)));
        }
        return names;
    }

    private <K, V> @Nullable TreePMap<K, V> find(Table<K, V> table, Scope scope) {
        Subtree subtree = places.get(new Place(table.service(), scope));
        return subtree == null ? null : cast(subtree.tables().get(table.name()));
    }

    // A table's name names its key and row types: rows enter only through with().
    @SuppressWarnings("unchecked")
    private static <K, V> @Nullable TreePMap<K, V> cast(@Nullable TreePMap<Object, Object> rows) {
        return (TreePMap<K, V>) (TreePMap<?, ?>) rows;
    }

    @SuppressWarnings("unchecked")
    private static TreePMap<Object, Object> cast2(TreePMap<?, ?> rows) {
        return (TreePMap<Object, Object>) rows;
    }
}
