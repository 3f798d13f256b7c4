package dev.glasshouse.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time outside. Whoever holds one can read it; sandboxes get theirs from the process that hosts them, and all other
 * code reads the sandbox's clock.
 */
public interface WallClock {

    /** The machine's clock; it does not go back while the process runs. */
    static WallClock system() {
        Instant start = Instant.now();
        long anchor = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - anchor).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Now, in milliseconds. */
    Instant now();
}
