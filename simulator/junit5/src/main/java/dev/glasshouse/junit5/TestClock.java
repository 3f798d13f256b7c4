package dev.glasshouse.junit5;

import dev.glasshouse.sandbox.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of a test's sandbox, to read and to turn. It runs, and never goes back. */
public final class TestClock extends Clock {

    private final Sandbox sandbox;
    private final ZoneId zone;

    TestClock(Sandbox sandbox) {
        this(sandbox, ZoneOffset.UTC);
    }

    private TestClock(Sandbox sandbox, ZoneId zone) {
        this.sandbox = sandbox;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return sandbox.now();
    }

    /**
     * Moves on, and runs what falls due on the way, such as the deletion of a key.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public Instant advance(Duration duration) {
        return sandbox.advance(duration);
    }

    /** Moves on to a time that is not before the present one, and runs what falls due on the way. */
    public Instant set(Instant time) {
        return sandbox.setClock(time);
    }

    /** Stands still from now on. */
    public void stop() {
        sandbox.setRunning(false);
    }

    /** Runs from now on. */
    public void run() {
        sandbox.setRunning(true);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(sandbox, other);
    }
}
