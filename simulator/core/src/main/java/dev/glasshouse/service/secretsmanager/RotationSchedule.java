package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.service.secretsmanager.SecretRow.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the windows of a rotation open: so many days after the last rotation, at a rate, or by a cron expression. The windows
 * of a rate open at midnight UTC, or every so many hours from midnight on.
 */
final class RotationSchedule {

    private static final int LEAST_HOURS = 4;
    private static final int MOST_DAYS = 999;

    private final long days;
    private final long hours;
    private final @Nullable Cron cron;
    private final @Nullable Duration window;

    private RotationSchedule(long days, long hours, @Nullable Cron cron, @Nullable Duration window) {
        this.days = days;
        this.hours = hours;
        this.cron = cron;
        this.window = window;
    }

    /** The schedule of rules. */
    static RotationSchedule of(Rules rules) {
        Duration window = window(rules.duration());
        String expression = rules.schedule();
        if (rules.days() != null && expression != null) {
            throw SecretsErrors.invalidParameter(
                    "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules.");
        }
        if (rules.days() != null) {
            return new RotationSchedule(rules.days(), 0, null, window);
        }
        if (expression == null) {
            throw SecretsErrors.invalidParameter(
                    "You must specify AutomaticallyAfterDays or ScheduleExpression in RotationRules.");
        }
        if (expression.startsWith("rate(") && expression.endsWith(")")) {
            return rate(expression, window);
        }
        Cron cron = expression.startsWith("cron(") && expression.endsWith(")")
                ? Cron.parse(expression.substring(5, expression.length() - 1)).orElse(null)
                : null;
        if (cron == null || !cron.everyHours(LEAST_HOURS)) {
            throw invalid(expression);
        }
        return new RotationSchedule(0, 0, cron, window);
    }

    private static RotationSchedule rate(String expression, @Nullable Duration window) {
        String[] words = expression.substring(5, expression.length() - 1).trim().split(" +");
        boolean number = words.length == 2
                && !words[0].isEmpty()
                && words[0].length() <= 5
                && words[0].chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw invalid(expression);
        }
        long value = Long.parseLong(words[0]);
        boolean inHours = words[1].equals(value == 1 ? "hour" : "hours");
        boolean inDays = words[1].equals(value == 1 ? "day" : "days");
        boolean fits =
                inDays ? value >= 1 && value <= MOST_DAYS : inHours && value >= LEAST_HOURS && value <= 24L * MOST_DAYS;
        if (!fits) {
            throw invalid(expression);
        }
        return new RotationSchedule(inDays ? value : 0, inHours ? value : 0, null, window);
    }

    private static dev.glasshouse.call.ServiceException invalid(String expression) {
        return SecretsErrors.invalidParameter("Invalid ScheduleExpression " + expression
                + ". A schedule is rate(number hours|days) of at least 4 hours and at most 999 days, or"
                + " cron(0 hours day-of-month month day-of-week *).");
    }

    private static @Nullable Duration window(@Nullable String text) {
        if (text == null) {
            return null;
        }
        long length = text.matches("[0-9]{1,2}h") ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
        if (length < 1 || length > 24) {
            throw SecretsErrors.invalidParameter("Invalid Duration " + text + ". A window lasts 1h to 24h.");
        }
        return Duration.ofHours(length);
    }

    /** The opening of the first window after a rotation, or after the rules were set. */
    Optional<Instant> next(Instant from) {
        if (cron != null) {
            return cron.next(from);
        }
        Instant midnight = from.truncatedTo(ChronoUnit.DAYS);
        if (days > 0) {
            return Optional.of(midnight.plus(Duration.ofDays(days)));
        }
        Duration every = Duration.ofHours(hours);
        long passed = Duration.between(midnight, from).dividedBy(every);
        return Optional.of(midnight.plus(every.multipliedBy(passed + 1)));
    }

    /** The last moment of the window that opens at a time. */
    Instant close(Instant open) {
        if (window != null) {
            return open.plus(window);
        }
        if (hours > 0) {
            return open.plus(Duration.ofHours(1));
        }
        return open.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)).minusSeconds(1);
    }
}
