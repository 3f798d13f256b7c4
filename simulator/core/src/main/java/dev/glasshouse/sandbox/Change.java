package dev.glasshouse.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One row that a transaction changed.
 *
 * @param before the row it had, or null where there was none
 * @param after the row it has now, or null where it was taken away
 */
public record Change<K, V>(
        Table<K, V> table,
        Scope scope,
        K key,
        @Nullable V before,
        @Nullable V after) {

    long weight() {
        return 128 + (before == null ? 0 : table.codec().size(before));
    }

    State redo(State state) {
        return state.with(table, scope, key, after);
    }

    State undo(State state) {
        return state.with(table, scope, key, before);
    }

    /** Table, scope and key; rows may hold secrets. */
    @Override
    public String toString() {
        return table + "/" + scope.account() + "/" + scope.region() + "/"
                + table.keys().encode(key);
    }
}
