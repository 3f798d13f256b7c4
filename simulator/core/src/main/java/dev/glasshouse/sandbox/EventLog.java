package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The sandbox's trail: an append-only log that lies outside the tables. It is immutable, so that a fork shares all of it;
 * full segments are kept compressed.
 */
public final class EventLog {

    /** No events. */
    public static final EventLog EMPTY = new EventLog(TreePVector.empty(), TreePVector.empty());

    /** How many events lie open before they are compressed. */
    static final int SEGMENT = 256;

    private record Segment(int count, Bytes compressed) {}

    private final PVector<Segment> segments;
    private final PVector<LogRecord> open;

    private EventLog(PVector<Segment> segments, PVector<LogRecord> open) {
        this.segments = segments;
        this.open = open;
    }

    /** The number of events. */
    public long size() {
        return (long) segments.size() * SEGMENT + open.size();
    }

    EventLog plus(LogRecord event) {
        PVector<LogRecord> events = open.plus(event);
        return events.size() < SEGMENT
                ? new EventLog(segments, events)
                : new EventLog(segments.plus(new Segment(events.size(), compress(events))), TreePVector.empty());
    }

    /** Visits events from the newest to the oldest for as long as the visitor answers true. */
    public void newestFirst(Predicate<LogRecord> visitor) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (!visitor.test(open.get(i))) {
                return;
            }
        }
        for (int s = segments.size() - 1; s >= 0; s--) {
            List<LogRecord> events = expand(segments.get(s));
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
        for (long at = Math.max(0, position); at < size() && found.size() < most; ) {
            int segment = (int) (at / SEGMENT);
            List<LogRecord> events = segment < segments.size() ? expand(segments.get(segment)) : open;
            for (int i = (int) (at % SEGMENT); i < events.size() && found.size() < most; i++) {
                found.add(events.get(i));
                at++;
            }
        }
        return found;
    }

    private static Bytes compress(List<LogRecord> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            for (LogRecord event : events) {
                out.writeUTF(event.id());
                out.writeLong(event.time().toEpochMilli());
                out.writeUTF(event.account());
                out.writeUTF(event.region());
                out.writeUTF(event.category());
                out.writeInt(event.json().size());
                out.write(event.json().toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static List<LogRecord> expand(Segment segment) {
        List<LogRecord> events = new ArrayList<>(segment.count());
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(
                new ByteArrayInputStream(segment.compressed().toArray())))) {
            for (int i = 0; i < segment.count(); i++) {
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
}
