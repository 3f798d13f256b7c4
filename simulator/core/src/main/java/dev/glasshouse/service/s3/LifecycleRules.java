package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.LifecycleExpiration;
import dev.glasshouse.api.s3.LifecycleRule;
import dev.glasshouse.api.s3.LifecycleRuleFilter;
import dev.glasshouse.api.s3.NoncurrentVersionExpiration;
import dev.glasshouse.api.s3.NoncurrentVersionTransition;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.api.s3.Transition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a lifecycle configuration as S3 accepts them. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle configuration
 * elements</a>.
 */
final class LifecycleRules {

    private static final int MOST_RULES = 1000;
    private static final int LONGEST_ID = 255;
    private static final int LEAST_INFREQUENT_DAYS = 30;
    private static final Set<String> INFREQUENT = Set.of("STANDARD_IA", "ONEZONE_IA");

    /** S3 writes dates of faults in the time of the Pacific. */
    static final DateTimeFormatter PACIFIC = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US)
            .withZone(ZoneId.of("US/Pacific"));

    private LifecycleRules() {}

    /** The rules, each with an id. */
    static List<LifecycleRule> checked(List<LifecycleRule> rules, Supplier<String> newId) {
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw S3Errors.malformedXml();
        }
        Set<String> ids = new HashSet<>();
        List<LifecycleRule> checked = new ArrayList<>();
        for (LifecycleRule rule : rules) {
            String id = rule.id() == null || rule.id().isEmpty() ? newId.get() : rule.id();
            if (id.length() > LONGEST_ID) {
                throw invalid("ID length should not exceed allowed limit of 255", "ID", id);
            }
            if (!ids.add(id)) {
                throw invalid("Rule ID must be unique. Found same ID for more than one rule", "ID", id);
            }
            requireFilter(rule);
            requireActions(rule);
            checked.add(rule.toBuilder().id(id).build());
        }
        return checked;
    }

    private static void requireFilter(LifecycleRule rule) {
        LifecycleRuleFilter filter = rule.filter();
        if ((filter == null) == (rule.prefix() == null)) {
            throw S3Errors.malformedXml();
        }
        if (filter == null) {
            return;
        }
        long members = Stream.of(
                        filter.prefix(),
                        filter.tag(),
                        filter.objectSizeGreaterThan(),
                        filter.objectSizeLessThan(),
                        filter.and())
                .filter(Objects::nonNull)
                .count();
        if (members > 1) {
            throw S3Errors.malformedXml();
        }
        List<Tag> tags = filter.and() == null || filter.and().tags() == null
                ? List.of()
                : filter.and().tags();
        if (tags.stream().map(Tag::key).distinct().count() != tags.size()) {
            throw S3Errors.invalidRequest("Duplicate Tag Keys are not allowed.");
        }
        requireSizes(filter, rule);
        boolean tagged = filter.tag() != null || !tags.isEmpty();
        if (tagged && rule.abortIncompleteMultipartUpload() != null) {
            throw S3Errors.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.");
        }
        if (tagged && rule.expiration() != null && rule.expiration().expiredObjectDeleteMarker() != null) {
            throw S3Errors.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.");
        }
    }

    private static void requireSizes(LifecycleRuleFilter filter, LifecycleRule rule) {
        Long above = filter.and() == null
                ? filter.objectSizeGreaterThan()
                : filter.and().objectSizeGreaterThan();
        Long below = filter.and() == null
                ? filter.objectSizeLessThan()
                : filter.and().objectSizeLessThan();
        if (above != null && below != null && below <= above) {
            throw S3Errors.invalidRequest(
                    "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
        }
        if ((above != null || below != null) && rule.abortIncompleteMultipartUpload() != null) {
            throw S3Errors.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Object Size.");
        }
    }

    private static void requireActions(LifecycleRule rule) {
        boolean any = rule.expiration() != null
                || rule.noncurrentVersionExpiration() != null
                || rule.abortIncompleteMultipartUpload() != null
                || some(rule.transitions())
                || some(rule.noncurrentVersionTransitions());
        if (!any) {
            throw S3Errors.invalidRequest("At least one action needs to be specified in a rule");
        }
        if (rule.expiration() != null) {
            requireExpiration(rule.expiration());
        }
        NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
        if (noncurrent != null) {
            if (noncurrent.noncurrentDays() == null && noncurrent.newerNoncurrentVersions() == null) {
                throw S3Errors.malformedXml();
            }
            requirePositive(noncurrent.noncurrentDays(), "NoncurrentDays", "NoncurrentVersionExpiration");
        }
        if (rule.abortIncompleteMultipartUpload() != null) {
            requirePositive(
                    rule.abortIncompleteMultipartUpload().daysAfterInitiation(),
                    "DaysAfterInitiation",
                    "AbortIncompleteMultipartUpload");
        }
        for (Transition transition : listed(rule.transitions())) {
            requireTransition(transition);
            requireLater(rule, transition);
        }
        for (NoncurrentVersionTransition transition : listed(rule.noncurrentVersionTransitions())) {
            if (transition.storageClass() == null) {
                throw S3Errors.malformedXml();
            }
        }
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static boolean some(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static void requireExpiration(LifecycleExpiration expiration) {
        long members = Stream.of(expiration.date(), expiration.days(), expiration.expiredObjectDeleteMarker())
                .filter(Objects::nonNull)
                .count();
        if (members != 1) {
            throw S3Errors.malformedXml();
        }
        requirePositive(expiration.days(), "Days", "Expiration");
        requireMidnight(expiration.date());
    }

    private static void requireTransition(Transition transition) {
        if ((transition.date() == null) == (transition.days() == null) || transition.storageClass() == null) {
            throw S3Errors.malformedXml();
        }
        requireMidnight(transition.date());
        Integer days = transition.days();
        if (days == null) {
            return;
        }
        if (days < 0) {
            throw invalid("'Days' for Transition action must be nonnegative", "Days", days.toString());
        }
        if (days < LEAST_INFREQUENT_DAYS && INFREQUENT.contains(transition.storageClass())) {
            throw invalid(
                    "'Days' in Transition action must be greater than or equal to 30 for storageClass '"
                            + transition.storageClass() + "'",
                    "Days",
                    days.toString());
        }
    }

    /** What expires must have been moved before. */
    private static void requireLater(LifecycleRule rule, Transition transition) {
        Integer expires = rule.expiration() == null ? null : rule.expiration().days();
        Integer moves = transition.days();
        if (expires != null && moves != null && expires <= moves) {
            String where = rule.filter() == null
                    ? "prefix '" + rule.prefix() + "'"
                    : "filter '(prefix=" + prefix(rule.filter()) + ")'";
            throw invalid(
                    "'Days' in the Expiration action for " + where
                            + " must be greater than 'Days' in the Transition action",
                    "Days",
                    expires.toString());
        }
    }

    private static String prefix(LifecycleRuleFilter filter) {
        String prefix = filter.and() == null ? filter.prefix() : filter.and().prefix();
        return prefix == null ? "" : prefix;
    }

    private static void requirePositive(@Nullable Integer days, String name, String action) {
        if (days != null && days <= 0) {
            throw invalid("'" + name + "' for " + action + " action must be a positive integer", name, days.toString());
        }
    }

    private static void requireMidnight(@Nullable Instant date) {
        if (date != null && !date.equals(date.truncatedTo(ChronoUnit.DAYS))) {
            throw invalid("'Date' must be at midnight GMT", "Date", PACIFIC.format(date));
        }
    }

    private static RuntimeException invalid(String text, String name, String value) {
        return S3Errors.invalidArgument(text, name, value);
    }
}
