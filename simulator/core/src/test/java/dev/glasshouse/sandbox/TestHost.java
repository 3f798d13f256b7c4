package dev.glasshouse.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A host of sandboxes whose wall clock stands until a test moves it. */
final class TestHost implements WallClock {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    record Row(String text, Instant made) {}

    static final Table<String, Row> ROWS = Table.ofText("test", "rows", RecordCodec.of(Row.class));
    static final Table<String, Row> BACKWARDS =
            Table.of("test", "backwards", Comparator.<String>reverseOrder(), KeyCodec.TEXT, RecordCodec.of(Row.class));

    private Instant wall = START;

    Sandboxes sandboxes(TimerHandler timers) {
        return new Sandboxes(this, timers, new LocalBlobStore(), Retention.DEFAULT, List.of());
    }

    static Row row(String text) {
        return new Row(text, START);
    }

    void pass(Duration duration) {
        wall = wall.plus(duration);
    }

    @Override
    public Instant now() {
        return wall;
    }
}
