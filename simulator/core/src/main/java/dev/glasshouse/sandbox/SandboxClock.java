package dev.glasshouse.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sandbox's time follows from wall time: the list of adjustments made to it. It never goes back. Clients sign with
 * wall time, so a date that they wrote is mapped through the adjustment that was in force when it was written.
 *
 * @param adjustments in the order they were made; the first is where the sandbox began
 */
public record SandboxClock(List<Adjustment> adjustments) {

    /** The most adjustments that are kept; older ones are dropped from the front. */
    static final int MOST = 10_000;

    /**
     * From a moment of wall time on, the sandbox's clock ran from another time, or stood still.
     *
     * @param wall the wall time of the adjustment
     * @param sandbox the sandbox's time at that moment
     * @param running whether it ran on from there at the speed of wall time
     */
    public record Adjustment(Instant wall, Instant sandbox, boolean running) {
        private Instant at(Instant otherWall) {
            if (!running) {
                return sandbox;
            }
            // most clocks show wall time
            return wall.equals(sandbox) ? otherWall : sandbox.plus(Duration.between(wall, otherWall));
        }
    }

    public SandboxClock {
        adjustments = List.copyOf(adjustments);
        if (adjustments.isEmpty()) {
            throw new IllegalArgumentException("a clock begins somewhere");
        }
    }

    /** A clock that shows wall time. */
    static SandboxClock startingAt(Instant wall, Instant sandbox) {
        return new SandboxClock(List.of(new Adjustment(wall, sandbox, true)));
    }

    private Adjustment last() {
        return adjustments.get(adjustments.size() - 1);
    }

    /** The sandbox's time at a moment of wall time not before the last adjustment. */
    public Instant at(Instant wall) {
        Adjustment last = last();
        return wall.isBefore(last.wall()) ? last.sandbox() : last.at(wall);
    }

    /** Whether the clock runs on by itself. */
    public boolean running() {
        return last().running();
    }

    /**
     * The sandbox's time at which a client wrote a date of wall time: what expiry is reckoned from. A date before the
     * sandbox began is as long before its beginning.
     */
    public Instant map(Instant written) {
        for (int i = adjustments.size() - 1; i > 0; i--) {
            Adjustment adjustment = adjustments.get(i);
            if (!written.isBefore(adjustment.wall())) {
                return adjustment.at(written);
            }
        }
        Adjustment first = adjustments.get(0);
        return first.sandbox().plus(Duration.between(first.wall(), written));
    }

    /** This clock set to a time that is not before its present one. */
    SandboxClock adjusted(Instant wall, Instant sandbox, boolean running) {
        if (sandbox.isBefore(at(wall))) {
            throw new IllegalArgumentException("the clock shows " + at(wall) + " and never goes back to " + sandbox);
        }
        List<Adjustment> next = new ArrayList<>(adjustments);
        if (next.size() >= MOST) {
            next.remove(0);
        }
        next.add(new Adjustment(wall, sandbox, running));
        return new SandboxClock(next);
    }
}
