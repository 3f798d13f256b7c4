package dev.glasshouse.service.secretsmanager;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression of six fields, in UTC: minutes (always 0), hours, day of month, month, day of week, year. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html">Rotation
 * schedules</a>.
 */
final class Cron {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int MOST_DAYS_AHEAD = 366 * 5;

    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final boolean lastDayOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final int ofTheMonth;

    private Cron(Fields fields) {
        this.hours = fields.hours;
        this.daysOfMonth = fields.daysOfMonth;
        this.lastDayOfMonth = fields.lastDayOfMonth;
        this.months = fields.months;
        this.daysOfWeek = fields.daysOfWeek;
        this.ofTheMonth = fields.ofTheMonth;
    }

    private static final class Fields {
        private BitSet hours = new BitSet();
        private BitSet daysOfMonth = new BitSet();
        private boolean lastDayOfMonth;
        private BitSet months = new BitSet();
        private BitSet daysOfWeek = new BitSet();
        // 0 for every week, 1 to 5 for the nth such day of the month, -1 for the last
        private int ofTheMonth;
    }

    /** The expression between the brackets; empty where it is none. */
    static Optional<Cron> parse(String text) {
        String[] fields = text.trim().toUpperCase(Locale.ROOT).split(" +");
        if (fields.length != 6 || !fields[0].equals("0") || !fields[5].equals("*")) {
            return Optional.empty();
        }
        boolean noDayOfMonth = fields[2].equals("?");
        if (noDayOfMonth == fields[4].equals("?")) {
            return Optional.empty();
        }
        try {
            Fields parsed = new Fields();
            parsed.hours = set(fields[1], 0, 23, List.of());
            parsed.months = set(fields[3], 1, 12, MONTHS);
            if (noDayOfMonth) {
                parsed.daysOfMonth.set(1, 32);
                daysOfWeek(fields[4], parsed);
            } else {
                parsed.lastDayOfMonth = fields[2].equals("L");
                parsed.daysOfMonth = parsed.lastDayOfMonth ? new BitSet() : set(fields[2], 1, 31, List.of());
                parsed.daysOfWeek.set(1, 8);
            }
            return Optional.of(new Cron(parsed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void daysOfWeek(String field, Fields parsed) {
        int number = field.indexOf('#');
        if (number > 0) {
            parsed.ofTheMonth = within(field.substring(number + 1), 1, 5, List.of());
            parsed.daysOfWeek.set(within(field.substring(0, number), 1, 7, DAYS));
        } else if (field.length() > 1 && field.endsWith("L")) {
            parsed.ofTheMonth = -1;
            parsed.daysOfWeek.set(within(field.substring(0, field.length() - 1), 1, 7, DAYS));
        } else {
            parsed.daysOfWeek = set(field.equals("L") ? "7" : field, 1, 7, DAYS);
        }
    }

    private static BitSet set(String field, int least, int most, List<String> names) {
        BitSet set = new BitSet();
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : within(part.substring(slash + 1), 1, most, List.of());
            int dash = range.indexOf('-');
            int from;
            int to;
            if (range.equals("*")) {
                from = least;
                to = most;
            } else if (dash > 0) {
                from = within(range.substring(0, dash), least, most, names);
                to = within(range.substring(dash + 1), least, most, names);
            } else {
                from = within(range, least, most, names);
                to = slash < 0 ? from : most;
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        if (set.isEmpty()) {
            throw new IllegalArgumentException("nothing in " + field);
        }
        return set;
    }

    private static int within(String text, int least, int most, List<String> names) {
        int named = names.indexOf(text);
        if (named >= 0) {
            return least + named;
        }
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(text);
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    /** Whether two times lie at least so many hours apart on a day. */
    boolean everyHours(int least) {
        int first = hours.nextSetBit(0);
        int before = first;
        for (int hour = hours.nextSetBit(first + 1); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            if (hour - before < least) {
                return false;
            }
            before = hour;
        }
        return first == before || first + 24 - before >= least;
    }

    /** The first time after another; empty where there is none in five years. */
    Optional<Instant> next(Instant after) {
        LocalDate day = after.atZone(ZoneOffset.UTC).toLocalDate();
        for (int ahead = 0; ahead < MOST_DAYS_AHEAD; ahead++, day = day.plusDays(1)) {
            if (!on(day)) {
                continue;
            }
            for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
                Instant time = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
                if (time.isAfter(after)) {
                    return Optional.of(time);
                }
            }
        }
        return Optional.empty();
    }

    private boolean on(LocalDate day) {
        int weekday = day.getDayOfWeek().getValue() % 7 + 1;
        boolean date = lastDayOfMonth
                ? day.equals(day.with(TemporalAdjusters.lastDayOfMonth()))
                : daysOfMonth.get(day.getDayOfMonth());
        if (!months.get(day.getMonthValue()) || !date || !daysOfWeek.get(weekday)) {
            return false;
        }
        return switch (ofTheMonth) {
            case 0 -> true;
            case -1 -> day.getDayOfMonth() + 7 > day.lengthOfMonth();
            default -> (day.getDayOfMonth() - 1) / 7 + 1 == ofTheMonth;
        };
    }
}
