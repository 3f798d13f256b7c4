package dev.glasshouse.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The latest commits of a sandbox, from which any state between them is rebuilt backwards. Bounded; the oldest go first.
 */
final class History {

    /** A commit, and where the log stood before it. */
    record Entry(Delta delta, EventLog logBefore) {}

    /** About this many changed rows are kept. */
    static final int MOST_CHANGES = 100_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int changes;

    synchronized void add(Delta delta, EventLog logBefore) {
        entries.addLast(new Entry(delta, logBefore));
        changes += delta.changes().size();
        while (changes > MOST_CHANGES && entries.size() > 1) {
            changes -= entries.removeFirst().delta().changes().size();
        }
    }

    /** The state after a commit, given the present one; empty where that lies too far back. */
    synchronized Optional<State> at(long sequence, State present, long presentSequence) {
        State state = present;
        long at = presentSequence;
        for (Iterator<Entry> back = entries.descendingIterator(); at > sequence; ) {
            if (!back.hasNext()) {
                return Optional.empty();
            }
            Delta delta = back.next().delta();
            if (delta.sequence() > at) {
                continue; // committed after the present that the caller holds
            }
            state = delta.undo(state);
            at = delta.sequence() - 1;
        }
        return Optional.of(state);
    }

    /** Takes the commits after a sequence number away; answers the log as it was before the first of them. */
    synchronized Optional<EventLog> truncate(long sequence) {
        EventLog log = null;
        while (!entries.isEmpty() && entries.getLast().delta().sequence() > sequence) {
            Entry entry = entries.removeLast();
            changes -= entry.delta().changes().size();
            log = entry.logBefore();
        }
        return Optional.ofNullable(log);
    }

    /** Forgets everything. */
    synchronized void clear() {
        entries.clear();
        changes = 0;
    }
}
