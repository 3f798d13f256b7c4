package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.RestoreStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The copy of an archived object that was asked for and can be read for a while. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html">Restoring an archived object</a>.
 *
 * @param tier {@code Expedited}, {@code Standard} or {@code Bulk}
 * @param ready from when on it can be read
 * @param until when it is taken away again, a midnight in UTC
 */
record Restoration(String tier, Instant ready, Instant until) {

    /** From the fastest to the slowest. */
    static final List<String> TIERS = List.of("Expedited", "Standard", "Bulk");

    /** How long AWS takes at most, usually, for objects in Glacier Flexible Retrieval. */
    private static final List<Duration> FLEXIBLE =
            List.of(Duration.ofMinutes(5), Duration.ofHours(5), Duration.ofHours(12));

    /** The same for Glacier Deep Archive, which has no expedited retrievals. */
    private static final List<Duration> DEEP = List.of(Duration.ZERO, Duration.ofHours(12), Duration.ofHours(48));

    /** How long a retrieval takes. */
    static Duration duration(String storageClass, String tier) {
        return (storageClass.equals("DEEP_ARCHIVE") ? DEEP : FLEXIBLE).get(TIERS.indexOf(tier));
    }

    /** What is being restored of an object, or is restored and not taken away yet. */
    static Optional<Restoration> of(ObjectRow row, Instant now) {
        return Optional.ofNullable(row.restoration()).filter(one -> now.isBefore(one.until()));
    }

    /** Whether an object can be read: it is not archived, or restored. */
    static boolean readable(ObjectRow row, Instant now) {
        return !ObjectReads.ARCHIVES.contains(row.storageClass())
                || of(row, now).filter(one -> !one.ongoing(now)).isPresent();
    }

    boolean ongoing(Instant now) {
        return now.isBefore(ready);
    }

    /** Whether another tier is faster. */
    boolean isSlowerThan(String other) {
        return TIERS.indexOf(other) < TIERS.indexOf(tier);
    }

    /** The header {@code x-amz-restore} of an object; null where nothing is restored. */
    static @Nullable String header(ObjectRow row, Instant now) {
        return of(row, now)
                .map(one -> one.ongoing(now)
                        ? "ongoing-request=\"true\""
                        : "ongoing-request=\"false\", expiry-date=\"" + StoredObjects.HTTP_DATE.format(one.until())
                                + '"')
                .orElse(null);
    }

    /** How listings show it; null for an object that is not archived. */
    static @Nullable RestoreStatus status(ObjectRow row, Instant now) {
        if (!ObjectReads.ARCHIVES.contains(row.storageClass())) {
            return null;
        }
        return of(row, now)
                .map(one -> new RestoreStatus(one.ongoing(now), one.ongoing(now) ? null : one.until()))
                .orElseGet(() -> new RestoreStatus(false, null));
    }
}
