package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SandboxClockTest {

    private final TestHost host = new TestHost();
    private final Sandbox sandbox =
            host.sandboxes(TimerHandler.NONE).create("default", Seed.of("s"), Instant.parse("2026-03-02T09:00:00Z"));

    @Test
    void theClockStartsWhereItIsToldAndRunsWithWallTime() {
        host.pass(Duration.ofMinutes(5));
        assertThat(sandbox.now()).isEqualTo("2026-03-02T09:05:00Z");
    }

    @Test
    void theClockNeverGoesBack() {
        assertThatThrownBy(() -> sandbox.setClock(Instant.parse("2026-03-02T08:59:59Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never goes back");
        assertThatThrownBy(() -> sandbox.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoppedClockStandsAndRunsOnFromThere() {
        sandbox.setRunning(false);
        host.pass(Duration.ofHours(1));
        assertThat(sandbox.now()).isEqualTo("2026-03-02T09:00:00Z");
        sandbox.setRunning(true);
        host.pass(Duration.ofHours(1));
        assertThat(sandbox.now()).isEqualTo("2026-03-02T10:00:00Z");
    }

    @Test
    void aDateThatAClientWroteIsMappedThroughTheAdjustmentInForceThen() {
        Instant written = host.now();
        host.pass(Duration.ofMinutes(1));
        sandbox.advance(Duration.ofHours(2));
        assertThat(sandbox.clock().map(written)).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(sandbox.clock().map(host.now())).isEqualTo("2026-03-02T11:01:00Z");
        assertThat(sandbox.clock().map(written.minusSeconds(60))).isEqualTo("2026-03-02T08:59:00Z");
    }
}
