package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event of the trail as it lies in the log. What it is filed under is known at once; its text may be written later. */
public final class LogRecord {

    private final String id;
    private final Instant time;
    private final String account;
    private final String region;
    private final String category;
    private @Nullable Supplier<Bytes> writer;
    private @Nullable Bytes json;

    private LogRecord(
            String id,
            Instant time,
            String account,
            String region,
            String category,
            @Nullable Supplier<Bytes> writer,
            @Nullable Bytes json) {
        this.id = id;
        this.time = time;
        this.account = account;
        this.region = region;
        this.category = category;
        this.writer = writer;
        this.json = json;
    }

    /**
     * An event that is written.
     *
     * @param id the event's id
     * @param time the sandbox's time of the call
     * @param account the account whose trail it is in
     * @param region the Region whose trail it is in
     * @param category {@code Management}, {@code Data}, {@code Insight} or {@code NetworkActivity}
     * @param json the CloudTrail record as UTF-8 JSON
     */
    public LogRecord(String id, Instant time, String account, String region, String category, Bytes json) {
        this(id, time, account, region, category, null, json);
    }

    /**
     * An event whose text is written when somebody reads it, or soon.
     *
     * @param writer answers the CloudTrail record as UTF-8 JSON, the same whenever it is asked; asked once, on any thread
     */
    public static LogRecord later(
            String id, Instant time, String account, String region, String category, Supplier<Bytes> writer) {
        LogRecord event = new LogRecord(id, time, account, region, category, writer, null);
        LogWriter.soon(event);
        return event;
    }

    /** The event's id. */
    public String id() {
        return id;
    }

    /** The sandbox's time of the call. */
    public Instant time() {
        return time;
    }

    /** The account whose trail it is in. */
    public String account() {
        return account;
    }

    /** The Region whose trail it is in. */
    public String region() {
        return region;
    }

    /** {@code Management}, {@code Data}, {@code Insight} or {@code NetworkActivity}. */
    public String category() {
        return category;
    }

    /** The CloudTrail record as UTF-8 JSON. */
    public synchronized Bytes json() {
        if (json == null) {
            json = Objects.requireNonNull(writer).get();
            writer = null;
        }
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogRecord record
                && record.id.equals(id)
                && record.time.equals(time)
                && record.account.equals(account)
                && record.region.equals(region)
                && record.category.equals(category)
                && record.json().equals(json());
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "LogRecord[" + id + ", " + time + ", " + account + ", " + region + ", " + category + "]";
    }
}
