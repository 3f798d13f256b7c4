package dev.glasshouse.sandbox;

/**
 * How much of its past a sandbox keeps. What is older goes first: undo and {@code why} reach back no further.
 *
 * @param historyBytes about how many bytes of changed rows are kept, for undo and for the states that past calls saw: at
 *     least 1
 * @param calls how many calls are kept with their decisions: at least 1
 * @param events how many events of the trail are kept: at least 256
 */
public record Retention(long historyBytes, int calls, long events) {

    /** 16 MiB of changes, 2,000 calls, a million events. */
    public static final Retention DEFAULT = new Retention(16L << 20, 2_000, 1_000_000);

    public Retention {
        if (historyBytes < 1 || calls < 1 || events < EventLog.SEGMENT) {
            throw new IllegalArgumentException("a sandbox keeps at least 1 byte of history, 1 call and "
                    + EventLog.SEGMENT + " events, not " + historyBytes + ", " + calls + " and " + events);
        }
    }
}
