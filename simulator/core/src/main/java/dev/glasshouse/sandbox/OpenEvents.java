package dev.glasshouse.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The events of a segment that is not complete. It is immutable to whoever looks: who adds to the newest writes behind its
 * last event, into the array that both then share; who adds to an older one, as a fork does, copies.
 */
final class OpenEvents {

    private static final int FIRST = 8;

    static final OpenEvents NONE = new OpenEvents(new @Nullable LogRecord[0], new AtomicInteger(), 0);

    private final @Nullable LogRecord[] events;
    // how many places of the array are taken, by whomever
    private final AtomicInteger taken;
    private final int count;

    private OpenEvents(@Nullable LogRecord[] events, AtomicInteger taken, int count) {
        this.events = events;
        this.taken = taken;
        this.count = count;
    }

    int size() {
        return count;
    }

    /** These events and another. */
    OpenEvents plus(LogRecord event) {
        if (count < events.length && taken.compareAndSet(count, count + 1)) {
            events[count] = event;
            return new OpenEvents(events, taken, count + 1);
        }
        @Nullable
        LogRecord[] more = Arrays.copyOf(events, Math.max(FIRST, count < events.length ? events.length : 2 * count));
        Arrays.fill(more, count, more.length, null);
        more[count] = event;
        return new OpenEvents(more, new AtomicInteger(count + 1), count + 1);
    }

    /** The events, the oldest first. */
    @SuppressWarnings("NullAway") // the first places hold events
    List<LogRecord> list() {
        return Arrays.asList(events).subList(0, count);
    }
}
