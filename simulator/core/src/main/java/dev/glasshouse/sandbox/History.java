package dev.glasshouse.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The latest commits of a sandbox, from which any state between them is rebuilt backwards. Bounded; the oldest go first.
 */
final class History {

    /** A commit, where the log stood before it, and about how many bytes that keeps. */
    private record Entry(Delta delta, EventLog logBefore, long weight) {}

    private final long most;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;

    /**
     * A history.
     *
     * @param most about how many bytes it keeps; the latest commit is kept, however large it is
     */
    History(long most) {
        this.most = most;
    }

    synchronized void add(Delta delta, EventLog logBefore) {
        long weight = delta.weight();
        entries.addLast(new Entry(delta, logBefore, weight));
        bytes += weight;
        while (bytes > most && entries.size() > 1) {
            bytes -= entries.removeFirst().weight();
        }
    }

    /** About how many bytes are kept. */
    synchronized long bytes() {
        return bytes;
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
            bytes -= entry.weight();
            log = entry.logBefore();
        }
        return Optional.ofNullable(log);
    }

    /** Forgets everything. */
    synchronized void clear() {
        entries.clear();
        bytes = 0;
    }
}
