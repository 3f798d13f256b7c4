package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.glasshouse.api.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final LocalBlobStore BLOBS = new LocalBlobStore();

    @AfterAll
    static void close() {
        BLOBS.close();
    }

    private static LogRecord event(int n) {
        return new LogRecord(
                "e" + n,
                TestHost.START.plusMillis(n),
                "111122223333",
                "us-east-1",
                n % 3 == 0 ? "Data" : "Management",
                Bytes.ofUtf8("{\"n\":" + n + "}"));
    }

    private static EventLog log(int events) {
        return log(events, Long.MAX_VALUE);
    }

    private static EventLog log(int events, long most) {
        EventLog log = EventLog.EMPTY;
        for (int n = 0; n < events; n++) {
            log = log.plus(event(n), BLOBS, most);
        }
        return log;
    }

    @Test
    void eventsComeBackInOrderAcrossCompressedSegments() {
        int count = 2 * EventLog.SEGMENT + 10;
        EventLog log = log(count);
        assertThat(log.size()).isEqualTo(count);
        assertThat(log.from(0, count + 1))
                .isEqualTo(
                        IntStream.range(0, count).mapToObj(EventLogTest::event).toList());
        assertThat(log.from(EventLog.SEGMENT - 1, 2))
                .containsExactly(event(EventLog.SEGMENT - 1), event(EventLog.SEGMENT));
        assertThat(log.from(count, 5)).isEmpty();
    }

    @Test
    void theOldestSegmentsGoWhereMoreThanTheMostAreKept() {
        int count = 4 * EventLog.SEGMENT + 3;
        EventLog log = log(count, 2L * EventLog.SEGMENT);
        assertThat(log.size()).isEqualTo(count);
        assertThat(log.first()).isEqualTo(2L * EventLog.SEGMENT);
        assertThat(log.from(0, 1)).containsExactly(event(2 * EventLog.SEGMENT));
        assertThat(log.from(count - 4, 10))
                .containsExactly(event(count - 4), event(count - 3), event(count - 2), event(count - 1));
        int[] seen = new int[1];
        log.newestFirst(event -> ++seen[0] > 0);
        assertThat(seen[0]).isEqualTo(2 * EventLog.SEGMENT + 3);
    }

    @Test
    void theNewestComeFirstUntilTheVisitorHasEnough() {
        List<String> seen = new ArrayList<>();
        log(EventLog.SEGMENT + 2).newestFirst(event -> {
            seen.add(event.id());
            return seen.size() < 3;
        });
        assertThat(seen).containsExactly("e257", "e256", "e255");
    }

    @Test
    void anOldLogDoesNotSeeLaterEvents() {
        EventLog before = log(EventLog.SEGMENT - 1);
        EventLog after = before.plus(event(EventLog.SEGMENT - 1), BLOBS, Long.MAX_VALUE);
        assertThat(before.size()).isEqualTo(EventLog.SEGMENT - 1);
        assertThat(after.size()).isEqualTo(EventLog.SEGMENT);
    }

    @Test
    void eventsThatCannotBeCompressedStayAsTheyAre() {
        BlobStore full = new BlobStore() {
            @Override
            public Staged stage() throws IOException {
                throw new IOException("no space left on device");
            }

            @Override
            public void close() {}
        };
        EventLog log = EventLog.EMPTY;
        for (int n = 0; n <= EventLog.SEGMENT; n++) {
            log = log.plus(event(n), full, Long.MAX_VALUE);
        }
        assertThat(log.from(EventLog.SEGMENT - 1, 2))
                .containsExactly(event(EventLog.SEGMENT - 1), event(EventLog.SEGMENT));
    }

    @Test
    void anEventToBeWrittenLaterIsWrittenOnceHoweverOftenAndBeforeItIsCompressed() {
        AtomicInteger asked = new AtomicInteger();
        LogRecord late = LogRecord.later(
                "e0",
                TestHost.START,
                "111122223333",
                "us-east-1",
                "Data",
                () -> Bytes.ofUtf8("{\"n\":" + (asked.getAndIncrement()) + "}"));
        EventLog log = EventLog.EMPTY.plus(late, BLOBS, Long.MAX_VALUE);
        for (int n = 1; n < EventLog.SEGMENT; n++) {
            log = log.plus(event(n), BLOBS, Long.MAX_VALUE);
        }
        assertThat(log.from(0, 2)).containsExactly(event(0), event(1));
        assertThat(late.json()).isEqualTo(Bytes.ofUtf8("{\"n\":0}"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void anEventThatCannotBeWrittenFailsItsReadersAndNoOtherEvent() {
        LogRecord broken = LogRecord.later("e0", TestHost.START, "111122223333", "us-east-1", "Data", () -> {
            throw new IllegalStateException("not to be written");
        });
        AtomicInteger asked = new AtomicInteger();
        LogRecord whole = LogRecord.later("e1", TestHost.START, "111122223333", "us-east-1", "Data", () -> {
            asked.incrementAndGet();
            return Bytes.ofUtf8("{}");
        });

        LogWriter.writeWaiting();

        assertThat(whole.json()).isEqualTo(Bytes.ofUtf8("{}"));
        assertThat(asked).hasValue(1);
        assertThatIllegalStateException().isThrownBy(broken::json).withMessage("not to be written");
    }
}
