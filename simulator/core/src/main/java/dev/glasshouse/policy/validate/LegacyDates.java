package dev.glasshouse.policy.validate;

import java.util.Locale;

/**
 * The dates that IAM takes when a policy is written. It is laxer than the forms that its documentation names: fields need
 * not have two digits, and years may be far. What the engine cannot read of them matches no date.
 */
final class LegacyDates {

    private static final long FIRST_YEAR = -292_275_054L;
    private static final long LAST_YEAR = 292_278_993L;

    private LegacyDates() {}

    static boolean isDate(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.indexOf('t') < 0 && lower.indexOf('-') < 0) {
            return within(lower, 0, Long.MAX_VALUE);
        }
        int t = lower.indexOf('t');
        return day(t < 0 ? lower : lower.substring(0, t)) && (t < 0 || time(lower.substring(t + 1)));
    }

    private static boolean day(String text) {
        boolean before = text.startsWith("-");
        String[] fields = (before ? text.substring(1) : text).split("-", -1);
        return fields.length < 4
                && within((before ? "-" : "") + fields[0], FIRST_YEAR, LAST_YEAR)
                && (fields.length < 2 || within(fields[1], 1, 12))
                && (fields.length < 3 || within(fields[2], 1, 31));
    }

    private static boolean time(String text) {
        String[] fields = text.split(":", 3);
        return (fields[0].isEmpty() || within(fields[0], 0, 23))
                && (fields.length < 2 || within(fields[1], 0, 59))
                && (fields.length < 3 || seconds(fields[2]));
    }

    /** Seconds with a fraction and a zone behind them. */
    private static boolean seconds(String text) {
        int z = text.indexOf('z');
        int plus = text.indexOf('+');
        int end = z >= 0 ? z : plus >= 0 ? plus : text.length();
        boolean zone = z >= 0 ? z == text.length() - 1 : plus < 0 || zone(text.substring(plus + 1));
        String number = text.substring(0, end);
        int dot = number.indexOf('.');
        return zone
                && within(dot < 0 ? number : number.substring(0, dot), 0, 59)
                && (dot < 0 || within(number.substring(dot + 1), 0, 999_999_999));
    }

    private static boolean zone(String text) {
        String[] fields = text.split(":", 2);
        return fields[0].length() == 2
                && within(fields[0], 0, 23)
                && (fields.length < 2 || fields[1].length() == 2 && within(fields[1], 0, 59));
    }

    private static boolean within(String text, long least, long most) {
        if (text.isEmpty() || text.length() > 19) {
            return false;
        }
        try {
            long number = Long.parseLong(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
