package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The sandbox's trail: an append-only log that lies outside the tables. It is immutable, so that a fork shares all of it;
 * full segments are compressed soon and kept as blobs, so that those of a long life lie in files.
 */
public final class EventLog {

    /** No events. */
    public static final EventLog EMPTY = new EventLog(0, TreePVector.empty(), OpenEvents.NONE);

    /** How many events lie open before they are compressed. */
    static final int SEGMENT = 256;

    private static final int BUFFER = 16 * 1024;

    /** Events that are complete, open until they are compressed. */
    private static final class Segment {

        private final int count;
        private volatile @Nullable List<LogRecord> open;
        private volatile @Nullable Blob compressed;

        Segment(List<LogRecord> events) {
            this.count = events.size();
            this.open = events;
        }

        void compress(BlobStore blobs) {
            List<LogRecord> events = open;
            if (events == null) {
                return;
            }
            try {
                compressed = EventLog.compress(events, blobs);
                open = null;
            } catch (UncheckedIOException e) {
                // a simulator that ends need not keep them: it may have closed its store in the meantime
                if (!(e.getCause() instanceof ClosedChannelException)) {
                    throw e;
                }
            }
        }

        List<LogRecord> events() {
            List<LogRecord> events = open;
            return events == null ? expand(count, Objects.requireNonNull(compressed)) : events;
        }
    }

    private final long gone;
    private final PVector<Segment> segments;
    private final OpenEvents open;

    private EventLog(long gone, PVector<Segment> segments, OpenEvents open) {
        this.gone = gone;
        this.segments = segments;
        this.open = open;
    }

    /** The number of events since the beginning; the oldest of them may be kept no longer. */
    public long size() {
        return gone + (long) segments.size() * SEGMENT + open.size();
    }

    /** The position of the oldest event that is kept. */
    public long first() {
        return gone;
    }

    /**
     * This log with another event.
     *
     * @param most about how many events it keeps; the oldest go by whole segments
     */
    EventLog plus(LogRecord event, BlobStore blobs, long most) {
        OpenEvents events = open.plus(event);
        if (events.size() < SEGMENT) {
            return new EventLog(gone, segments, events);
        }
        Segment complete = new Segment(List.copyOf(events.list()));
        PVector<Segment> full = segments.plus(complete);
        long left = gone;
        while ((long) full.size() * SEGMENT > most && full.size() > 1) {
            full = full.minus(0);
            left += SEGMENT;
        }
        LogWriter.soon(() -> complete.compress(blobs));
        return new EventLog(left, full, OpenEvents.NONE);
    }

    /** Visits events from the newest to the oldest for as long as the visitor answers true. */
    public void newestFirst(Predicate<LogRecord> visitor) {
        List<LogRecord> newest = open.list();
        for (int i = newest.size() - 1; i >= 0; i--) {
            if (!visitor.test(newest.get(i))) {
                return;
            }
        }
        for (int s = segments.size() - 1; s >= 0; s--) {
            List<LogRecord> events = segments.get(s).events();
            for (int i = events.size() - 1; i >= 0; i--) {
                if (!visitor.test(events.get(i))) {
                    return;
                }
            }
        }
    }

    /** The events from a position on, the oldest first, at most so many. */
    public List<LogRecord> from(long position, int most) {
        List<LogRecord> found = new ArrayList<>();
        for (long at = Math.max(gone, position); at < size() && found.size() < most; ) {
            int segment = (int) ((at - gone) / SEGMENT);
            List<LogRecord> events =
                    segment < segments.size() ? segments.get(segment).events() : open.list();
            for (int i = (int) ((at - gone) % SEGMENT); i < events.size() && found.size() < most; i++) {
                found.add(events.get(i));
                at++;
            }
        }
        return found;
    }

    private static Blob compress(List<LogRecord> events, BlobStore blobs) {
        try (BlobStore.Staged staged = blobs.stage()) {
            // the compressor is entered once for many small writes, and is quick
            GZIPOutputStream packed = new QuickGzip(staged);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(packed, BUFFER));
            for (LogRecord event : events) {
                out.writeUTF(event.id());
                out.writeLong(event.time().toEpochMilli());
                out.writeUTF(event.account());
                out.writeUTF(event.region());
                out.writeUTF(event.category());
                Bytes json = event.json();
                out.writeInt(json.size());
                json.writeTo(out);
            }
            out.flush();
            packed.finish();
            return staged.seal();
        } catch (IOException e) {
            throw new UncheckedIOException("the events cannot be written to disk", e);
        }
    }

    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static List<LogRecord> expand(int count, Blob compressed) {
        List<LogRecord> events = new ArrayList<>(count);
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes(compressed))))) {
            for (int i = 0; i < count; i++) {
                events.add(new LogRecord(
                        in.readUTF(),
                        Instant.ofEpochMilli(in.readLong()),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        Bytes.wrap(in.readNBytes(in.readInt()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the segment was written by this class", e);
        }
        return events;
    }

    private static byte[] bytes(Blob blob) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) blob.size());
        while (bytes.hasRemaining()) {
            if (blob.read(bytes.position(), bytes) <= 0) {
                throw new EOFException("a segment of the log ends early");
            }
        }
        return bytes.array();
    }
}
