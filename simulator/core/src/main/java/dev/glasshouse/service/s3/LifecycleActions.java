package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.AbortIncompleteMultipartUpload;
import dev.glasshouse.api.s3.LifecycleExpiration;
import dev.glasshouse.api.s3.LifecycleRule;
import dev.glasshouse.api.s3.LifecycleRuleFilter;
import dev.glasshouse.api.s3.NoncurrentVersionExpiration;
import dev.glasshouse.api.s3.NoncurrentVersionTransition;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of a lifecycle configuration does, and when. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html">
 * Transitioning objects</a>.
 */
final class LifecycleActions {

    private static final int LEAST_INFREQUENT_DAYS = 30;
    private static final Set<String> INFREQUENT = Set.of("STANDARD_IA", "ONEZONE_IA");
    private static final String EXPIRATION = "Expiration";
    private static final String TRANSITION = "Transition";
    private static final String NONCURRENT_EXPIRATION = "NoncurrentVersionExpiration";
    private static final String NONCURRENT_TRANSITION = "NoncurrentVersionTransition";
    private static final String ABORT = "AbortIncompleteMultipartUpload";

    /** S3 writes dates of faults in the time of the Pacific. */
    static final DateTimeFormatter PACIFIC = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US)
            .withZone(ZoneId.of("US/Pacific"));

    private LifecycleActions() {}

    /** The kinds of actions that a rule has. */
    static List<String> names(LifecycleRule rule) {
        List<String> names = new ArrayList<>();
        if (rule.expiration() != null) {
            names.add(EXPIRATION);
        }
        if (!Records.list(rule.transitions()).isEmpty()) {
            names.add(TRANSITION);
        }
        if (rule.noncurrentVersionExpiration() != null) {
            names.add(NONCURRENT_EXPIRATION);
        }
        if (!Records.list(rule.noncurrentVersionTransitions()).isEmpty()) {
            names.add(NONCURRENT_TRANSITION);
        }
        if (rule.abortIncompleteMultipartUpload() != null) {
            names.add(ABORT);
        }
        return names;
    }

    /** Refuses what a rule cannot do. */
    static void require(LifecycleRule rule) {
        if (names(rule).isEmpty()) {
            throw S3Errors.invalidRequest("At least one action needs to be specified in a rule");
        }
        if (rule.expiration() != null) {
            requireExpiration(rule.expiration());
        }
        requireTransitions(rule, Records.list(rule.transitions()));
        requireNoncurrent(rule, rule.noncurrentVersionExpiration(), Records.list(rule.noncurrentVersionTransitions()));
        AbortIncompleteMultipartUpload abort = rule.abortIncompleteMultipartUpload();
        if (abort != null) {
            requirePositive(abort.daysAfterInitiation(), "DaysAfterInitiation", ABORT);
        }
    }

    private static void requireExpiration(LifecycleExpiration expiration) {
        long members = Stream.of(expiration.date(), expiration.days(), expiration.expiredObjectDeleteMarker())
                .filter(Objects::nonNull)
                .count();
        if (members != 1) {
            throw S3Errors.malformedXml();
        }
        if (expiration.days() != null) {
            requirePositive(expiration.days(), "Days", EXPIRATION);
        }
        requireMidnight(expiration.date());
    }

    private static void requireTransitions(LifecycleRule rule, List<Transition> transitions) {
        boolean dates = false;
        boolean days = false;
        for (Transition transition : transitions) {
            if ((transition.date() == null) == (transition.days() == null) || transition.storageClass() == null) {
                throw S3Errors.malformedXml();
            }
            requireMidnight(transition.date());
            if (transition.days() != null) {
                requireDays(transition.days(), "Days", TRANSITION, transition.storageClass());
            }
            dates |= transition.date() != null;
            days |= transition.days() != null;
        }
        if (dates && days) {
            throw mixed("Transition", rule);
        }
        requireClasses(rule, TRANSITION, transitions.stream().map(Transition::storageClass));
        LifecycleOrder.require(
                transitions.stream()
                        .map(move ->
                                new LifecycleOrder.Move(String.valueOf(move.storageClass()), move.days(), move.date()))
                        .toList(),
                TRANSITION,
                "Days",
                about(rule));
        LifecycleExpiration expiration = rule.expiration();
        if (expiration == null || transitions.isEmpty()) {
            return;
        }
        if (expiration.date() != null && days || expiration.days() != null && dates) {
            throw mixed("Expiration and Transition", rule);
        }
        for (Transition transition : transitions) {
            requireLater(rule, "Days", expiration.days(), EXPIRATION, transition.days(), TRANSITION);
            Instant expires = expiration.date();
            if (expires != null && transition.date() != null && !expires.isAfter(transition.date())) {
                throw S3Errors.invalidArgument(
                        later(rule, "Date", EXPIRATION, TRANSITION), "Date", PACIFIC.format(expires));
            }
        }
    }

    private static RuntimeException mixed(String actions, LifecycleRule rule) {
        return S3Errors.invalidRequest(
                "Found mixed 'Date' and 'Days' based " + actions + " actions in lifecycle rule for " + about(rule));
    }

    private static void requireNoncurrent(
            LifecycleRule rule,
            @Nullable NoncurrentVersionExpiration expiration,
            List<NoncurrentVersionTransition> transitions) {
        if (expiration != null) {
            requirePositive(expiration.noncurrentDays(), "NoncurrentDays", NONCURRENT_EXPIRATION);
            if (expiration.newerNoncurrentVersions() != null) {
                requirePositive(expiration.newerNoncurrentVersions(), "NewerNoncurrentVersions", NONCURRENT_EXPIRATION);
            }
        }
        for (NoncurrentVersionTransition transition : transitions) {
            if (transition.noncurrentDays() == null || transition.storageClass() == null) {
                throw S3Errors.malformedXml();
            }
            requireDays(
                    transition.noncurrentDays(), "NoncurrentDays", NONCURRENT_TRANSITION, transition.storageClass());
            if (transition.newerNoncurrentVersions() != null) {
                requirePositive(transition.newerNoncurrentVersions(), "NewerNoncurrentVersions", NONCURRENT_TRANSITION);
            }
            requireLater(
                    rule,
                    "NoncurrentDays",
                    expiration == null ? null : expiration.noncurrentDays(),
                    NONCURRENT_EXPIRATION,
                    transition.noncurrentDays(),
                    NONCURRENT_TRANSITION);
        }
        requireClasses(
                rule, NONCURRENT_TRANSITION, transitions.stream().map(NoncurrentVersionTransition::storageClass));
        LifecycleOrder.require(
                transitions.stream()
                        .map(move -> new LifecycleOrder.Move(
                                String.valueOf(move.storageClass()), move.noncurrentDays(), null))
                        .toList(),
                NONCURRENT_TRANSITION,
                "NoncurrentDays",
                about(rule));
    }

    private static void requireDays(int days, String name, String action, String storageClass) {
        if (days < 0) {
            throw invalid("'" + name + "' in " + action + " action must be nonnegative", name, days);
        }
        if (days < LEAST_INFREQUENT_DAYS && INFREQUENT.contains(storageClass)) {
            throw invalid(
                    "'" + name + "' in " + action + " action must be greater than or equal to 30 for storageClass '"
                            + storageClass + "'",
                    name,
                    days);
        }
    }

    private static void requireClasses(LifecycleRule rule, String action, Stream<@Nullable String> classes) {
        Set<@Nullable String> seen = new HashSet<>();
        if (!classes.allMatch(seen::add)) {
            throw S3Errors.invalidRequest(
                    "'StorageClass' must be different for '" + action + "' actions in same 'Rule' with " + about(rule));
        }
    }

    /** What expires must have been moved before. */
    private static void requireLater(
            LifecycleRule rule,
            String name,
            @Nullable Integer expires,
            String expiration,
            @Nullable Integer moves,
            String transition) {
        if (expires != null && moves != null && expires <= moves) {
            throw invalid(later(rule, name, expiration, transition), name, expires);
        }
    }

    private static String later(LifecycleRule rule, String name, String expiration, String transition) {
        return "'" + name + "' in the " + expiration + " action for " + about(rule) + " must be greater than '" + name
                + "' in the " + transition + " action";
    }

    /** A rule as the texts of faults speak of it. */
    private static String about(LifecycleRule rule) {
        LifecycleRuleFilter filter = rule.filter();
        if (filter == null) {
            return "prefix '" + rule.prefix() + "'";
        }
        String prefix = filter.and() == null ? filter.prefix() : filter.and().prefix();
        return "filter '(prefix=" + (prefix == null ? "" : prefix) + ")'";
    }

    private static void requirePositive(@Nullable Integer number, String name, String action) {
        if (number == null) {
            throw S3Errors.malformedXml();
        }
        if (number <= 0) {
            throw invalid("'" + name + "' for " + action + " action must be a positive integer", name, number);
        }
    }

    private static void requireMidnight(@Nullable Instant date) {
        if (date != null && !date.equals(date.truncatedTo(ChronoUnit.DAYS))) {
            throw S3Errors.invalidArgument("'Date' must be at midnight GMT", "Date", PACIFIC.format(date));
        }
    }

    private static RuntimeException invalid(String text, String name, int value) {
        return S3Errors.invalidArgument(text, name, Integer.toString(value));
    }
}
