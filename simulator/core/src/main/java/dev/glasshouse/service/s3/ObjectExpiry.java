package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.AbortIncompleteMultipartUpload;
import dev.glasshouse.api.s3.GetBucketLifecycleConfigurationOutput;
import dev.glasshouse.api.s3.LifecycleExpiration;
import dev.glasshouse.api.s3.LifecycleRule;
import dev.glasshouse.api.s3.LifecycleRuleAndOperator;
import dev.glasshouse.api.s3.LifecycleRuleFilter;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.wire.sigv4.UriText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the lifecycle of its bucket lets an object expire, as answers show it in {@code x-amz-expiration}. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html">Expiring
 * objects</a>.
 */
final class ObjectExpiry {

    private ObjectExpiry() {}

    /** The header of an object; null where no rule lets it expire. */
    static @Nullable String header(StateReader state, String bucket, String key, ObjectRow row) {
        Instant first = null;
        String id = null;
        for (LifecycleRule rule : rules(state, bucket)) {
            Instant end =
                    rule.status().equals("Enabled") && isAbout(rule, key, row) ? end(rule.expiration(), row) : null;
            if (end != null && (first == null || end.isBefore(first))) {
                first = end;
                id = rule.id();
            }
        }
        return first == null
                ? null
                : "expiry-date=\"" + StoredObjects.HTTP_DATE.format(first) + "\", rule-id=\""
                        + shown(String.valueOf(id)) + "\"";
    }

    /** An id as headers show it: as it is, where a header can carry it. */
    private static String shown(String id) {
        return id.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? id : UriText.encode(id, false);
    }

    /**
     * When an upload is aborted that is not completed.
     *
     * @param date the midnight, in UTC, after the rule's days are over
     * @param rule the id of the rule
     */
    record Abort(Instant date, String rule) {}

    /** When the lifecycle of its bucket aborts an upload; null where no rule does. */
    static @Nullable Abort abort(StateReader state, String bucket, String key, Instant begun) {
        Abort first = null;
        for (LifecycleRule rule : rules(state, bucket)) {
            AbortIncompleteMultipartUpload abort = rule.abortIncompleteMultipartUpload();
            Integer days = abort == null ? null : abort.daysAfterInitiation();
            LifecycleRuleFilter filter = rule.filter();
            String prefix = filter == null
                    ? rule.prefix()
                    : filter.and() == null ? filter.prefix() : filter.and().prefix();
            if (days != null && rule.status().equals("Enabled") && begins(key, prefix)) {
                Instant end = midnightAfter(begun.plus(Duration.ofDays(days)));
                if (first == null || end.isBefore(first.date())) {
                    first = new Abort(end, shown(String.valueOf(rule.id())));
                }
            }
        }
        return first;
    }

    private static List<LifecycleRule> rules(StateReader state, String bucket) {
        return Configurations.get(state, bucket, Configurations.LIFECYCLE)
                .map(row -> Records.list(Configurations.read(GetBucketLifecycleConfigurationOutput.class, row)
                        .rules()))
                .orElse(List.of());
    }

    /** The midnight, in UTC, after the days are over. */
    private static @Nullable Instant end(@Nullable LifecycleExpiration expiration, ObjectRow row) {
        if (expiration == null || expiration.days() == null) {
            return expiration == null ? null : expiration.date();
        }
        return midnightAfter(row.modified().plus(Duration.ofDays(expiration.days())));
    }

    /** The first midnight in UTC that is not before a moment. */
    static Instant midnightAfter(Instant over) {
        Instant midnight = over.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(over) ? over : midnight.plus(Duration.ofDays(1));
    }

    private static boolean isAbout(LifecycleRule rule, String key, ObjectRow row) {
        LifecycleRuleFilter filter = rule.filter();
        if (filter == null) {
            return begins(key, rule.prefix());
        }
        LifecycleRuleAndOperator and = filter.and();
        return and == null
                ? begins(key, filter.prefix())
                        && tagged(filter.tag() == null ? null : List.of(filter.tag()), row)
                        && sized(filter.objectSizeGreaterThan(), filter.objectSizeLessThan(), row)
                : begins(key, and.prefix())
                        && tagged(and.tags(), row)
                        && sized(and.objectSizeGreaterThan(), and.objectSizeLessThan(), row);
    }

    private static boolean begins(String key, @Nullable String prefix) {
        return prefix == null || key.startsWith(prefix);
    }

    private static boolean tagged(@Nullable List<Tag> tags, ObjectRow row) {
        return tags == null
                || tags.stream().allMatch(tag -> tag.value().equals(row.tags().get(tag.key())));
    }

    private static boolean sized(@Nullable Long above, @Nullable Long below, ObjectRow row) {
        long size = row.content().size();
        return (above == null || size > above) && (below == null || size < below);
    }
}
