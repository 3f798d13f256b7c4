package dev.glasshouse.sandbox;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events and compresses them on a thread of its own, so that no call waits for it: who reads before that writes
 * what is missing. What waits is bounded, over all sandboxes; beyond it callers write for themselves.
 */
final class LogWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** So many events make it worth to wake the thread. */
    private static final int BATCH = 32;

    private static final int MOST = 256;
    private static final int MOST_TASKS = 16;

    private static final Queue<LogRecord> WAITING = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    // it ends when there is nothing to do for a while
    private static final ThreadPoolExecutor THREAD = new ThreadPoolExecutor(
            0,
            1,
            2,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_TASKS),
            work -> {
                Thread thread = new Thread(work, "glasshouse-log");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    private LogWriter() {}

    /** Has an event written. */
    static void soon(LogRecord event) {
        WAITING.add(event);
        int waiting = COUNT.incrementAndGet();
        if (waiting > MOST) {
            writeWaiting();
        } else if (waiting % BATCH == 0) {
            soon(LogWriter::writeWaiting);
        }
    }

    /** Has something done. */
    static void soon(Runnable work) {
        THREAD.execute(() -> guarded(work));
    }

    /** Writes what waits. An event that cannot be written fails its readers, and no other event or call. */
    static void writeWaiting() {
        for (LogRecord event = WAITING.poll(); event != null; event = WAITING.poll()) {
            COUNT.decrementAndGet();
            guarded(event::json);
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the log could not be written", e);
        }
    }
}
