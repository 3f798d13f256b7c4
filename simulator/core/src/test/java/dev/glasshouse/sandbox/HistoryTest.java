package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private record Row(String text) {}

    private static final Table<String, Row> ROWS = Table.ofText("test", "rows", RecordCodec.of(Row.class));

    private static Sandbox sandbox(long bytes) {
        return new Sandboxes(
                        () -> TestHost.START,
                        TimerHandler.NONE,
                        new LocalBlobStore(),
                        new Retention(bytes, 10, 256),
                        List.of(ROWS))
                .create("default", Seed.of("s"), TestHost.START);
    }

    private static long put(Sandbox sandbox, String text) {
        sandbox.write(tx -> {
            tx.put(ROWS, Scope.SANDBOX, "row", new Row(text));
            return true;
        });
        return sandbox.read().sequence();
    }

    @Test
    void it_reaches_back_as_far_as_its_bytes_allow() {
        Sandbox sandbox = sandbox(10_000);
        long first = put(sandbox, "x".repeat(4_000));
        long second = put(sandbox, "y".repeat(4_000));
        assertThat(sandbox.stateAt(first)).isPresent();
        put(sandbox, "z".repeat(4_000));
        put(sandbox, "");
        assertThat(sandbox.stateAt(first)).isEmpty();
        assertThat(sandbox.stateAt(second).orElseThrow().get(ROWS, Scope.SANDBOX, "row"))
                .contains(new Row("y".repeat(4_000)));
    }

    @Test
    void the_last_commit_can_be_undone_however_large_it_is() {
        Sandbox sandbox = sandbox(1);
        long before = put(sandbox, "x".repeat(10_000));
        put(sandbox, "y");
        assertThat(sandbox.undoTo(before)).isPresent();
        assertThat(sandbox.read().state().get(ROWS, Scope.SANDBOX, "row")).contains(new Row("x".repeat(10_000)));
    }

    @Test
    void a_retention_of_nothing_is_refused() {
        assertThatThrownBy(() -> new Retention(0, 1, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(1, 0, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(1, 1, 255)).isInstanceOf(IllegalArgumentException.class);
    }
}
