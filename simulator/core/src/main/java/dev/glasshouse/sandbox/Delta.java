package dev.glasshouse.sandbox;

import java.util.List;

/**
 * What one commit changed.
 *
 * @param sequence the commit's number, from 1
 * @param changes in the order they were made; a row that was changed twice stands twice
 */
public record Delta(long sequence, List<Change<?, ?>> changes) {

    public Delta {
        changes = List.copyOf(changes);
    }

    /** About how many bytes keeping it costs: the rows that are no longer there. */
    long weight() {
        long weight = 64;
        for (Change<?, ?> change : changes) {
            weight += change.weight();
        }
        return weight;
    }

    State undo(State after) {
        State state = after;
        for (int i = changes.size() - 1; i >= 0; i--) {
            state = changes.get(i).undo(state);
        }
        return state;
    }
}
