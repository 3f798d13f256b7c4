package dev.glasshouse.sandbox;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;

/** Reads rows, of a fixed state or of a transaction in progress. */
public interface StateReader {

    /** The row with a key. */
    <K, V> Optional<V> get(Table<K, V> table, Scope scope, K key);

    /** All rows of a scope in the table's order, unmodifiable and fixed at the time of the call. */
    <K, V> NavigableMap<K, V> rows(Table<K, V> table, Scope scope);

    /** The scopes in which a table has rows, sorted. */
    SortedSet<Scope> scopes(Table<?, ?> table);

    /**
     * A token that is the same object as long as no row of the service in that scope has changed, forks included: the
     * key of caches of derived knowledge.
     */
    Object identity(String service, Scope scope);
}
