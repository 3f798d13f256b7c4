package dev.glasshouse.policy.condition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The dates of policies: the one rule of what IAM takes when a policy is written and of what the date operators read. It is
 * laxer than the W3C forms that AWS documents, for AWS takes more than it documents: fields need not have two digits, years
 * may be far, and a day beyond the end of its month runs into the next one.
 */
final class PolicyDates {

    private static final long FIRST_YEAR = -292_275_054L;
    private static final long LAST_YEAR = 292_278_993L;
    private static final long NONE = Long.MIN_VALUE;
    private static final int LONGEST_NUMBER = 19;
    private static final int FRACTION_DIGITS = 9;

    private PolicyDates() {}

    /** A date, or null. Four digits alone are a year, any other number is seconds since 1970. */
    static @Nullable Instant read(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int t = lower.indexOf('t');
        if (t < 0 && lower.indexOf('-') < 0 && lower.length() != 4) {
            long seconds = within(lower, 0, Long.MAX_VALUE);
            // what lies beyond the last moment that can be told is as late as that
            return seconds == NONE ? null : Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond()));
        }
        Instant day = day(t < 0 ? lower : lower.substring(0, t));
        return day == null || t < 0 ? day : time(day, lower.substring(t + 1));
    }

    private static @Nullable Instant day(String text) {
        boolean before = text.startsWith("-");
        String[] fields = (before ? text.substring(1) : text).split("-", 4);
        long number = within(fields[0], 0, -FIRST_YEAR + LAST_YEAR);
        long year = before ? -number : number;
        long month = fields.length < 2 ? 1 : within(fields[1], 1, 12);
        long day = fields.length < 3 ? 1 : within(fields[2], 1, 31);
        if (number == NONE
                || year < FIRST_YEAR
                || year > LAST_YEAR
                || month == NONE
                || day == NONE
                || fields.length > 3) {
            return null;
        }
        return LocalDate.of((int) year, (int) month, 1)
                .plusDays(day - 1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    /** The moment of a day; AWS does not say what a time without a zone means: UTC, as for dates alone. */
    private static @Nullable Instant time(Instant day, String text) {
        int mark = mark(text);
        String[] fields = text.substring(0, mark).split(":", 4);
        long hour = fields[0].isEmpty() ? 0 : within(fields[0], 0, 23);
        long minute = fields.length < 2 ? 0 : within(fields[1], 0, 59);
        String second = fields.length < 3 ? "0" : fields[2];
        int dot = second.indexOf('.');
        long whole = within(dot < 0 ? second : second.substring(0, dot), 0, 59);
        long nanos = dot < 0 ? 0 : fraction(second.substring(dot + 1));
        long zone = zone(text.substring(mark));
        if (hour == NONE || minute == NONE || whole == NONE || nanos == NONE || zone == NONE || fields.length > 3) {
            return null;
        }
        return day.plusSeconds(hour * 3600 + minute * 60 + whole - zone * 60).plusNanos(nanos);
    }

    /** Where the zone begins, or the end of the text. */
    private static int mark(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("z+-".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The minutes that a zone is ahead of UTC. */
    private static long zone(String text) {
        if (text.isEmpty() || text.equals("z")) {
            return 0;
        }
        if (text.startsWith("z")) {
            return NONE;
        }
        boolean colon = text.length() == 6 && text.charAt(3) == ':';
        if (text.length() != 3 && text.length() != 5 && !colon) {
            return NONE;
        }
        long hours = within(text.substring(1, 3), 0, 23);
        long minutes = text.length() == 3 ? 0 : within(text.substring(colon ? 4 : 3), 0, 59);
        if (hours == NONE || minutes == NONE) {
            return NONE;
        }
        return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
    }

    private static long fraction(String digits) {
        return digits.isEmpty() || digits.length() > FRACTION_DIGITS
                ? NONE
                : within(digits + "0".repeat(FRACTION_DIGITS - digits.length()), 0, 999_999_999);
    }

    /** A number of plain digits within bounds, or {@link #NONE}. */
    private static long within(String text, long least, long most) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return NONE;
        }
        try {
            long number = Long.parseLong(text);
            return number >= least && number <= most ? number : NONE;
        } catch (NumberFormatException tooLarge) {
            return NONE;
        }
    }
}
