package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The date operators: W3C forms of ISO 8601, from a year alone to fractions of a second, or seconds since 1970, on
 * either side. A text that is no date fits nothing.
 */
final class DateOperand {

    private static final int LONGEST_EPOCH = 12;

    private DateOperand() {}

    static Function<PatternText, Operand> comparing(Comparison comparison) {
        return value -> compile(comparison, value.text());
    }

    private static Operand compile(Comparison comparison, String text) {
        Instant expected = parse(text);
        if (expected == null) {
            return Operand.NEVER;
        }
        return given -> {
            Instant date = parse(given);
            return date != null && comparison.holds(date.compareTo(expected));
        };
    }

    /** A date, or null. Four digits alone are a year, any other number is seconds since 1970. */
    static @Nullable Instant parse(String text) {
        Reader reader = new Reader(text);
        if (text.length() != 4 && reader.onlyDigits()) {
            return text.length() > LONGEST_EPOCH ? null : Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            return reader.date();
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    /** Reads the fields of a date from left to right; {@code bad} says that something did not fit. */
    private static final class Reader {

        private final String text;
        private int at;
        private boolean bad;

        Reader(String text) {
            this.text = text;
        }

        boolean onlyDigits() {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return !text.isEmpty();
        }

        @Nullable
        Instant date() {
            int year = number(4);
            int month = take('-') ? number(2) : 1;
            int day = at > 4 && take('-') ? number(2) : 1;
            int hour = 0;
            int minute = 0;
            int second = 0;
            int nanos = 0;
            ZoneOffset zone = ZoneOffset.UTC;
            if (at == 10 && (take('T') || take('t'))) {
                hour = number(2);
                expect(':');
                minute = number(2);
                if (take(':')) {
                    second = number(2);
                    nanos = take('.') ? fraction() : 0;
                }
                zone = zone();
            }
            if (bad || at != text.length()) {
                return null;
            }
            return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
                    .toInstant(zone);
        }

        /** The zone; AWS does not say what a time without one means: UTC, as for dates alone. */
        private ZoneOffset zone() {
            if (at == text.length() || take('Z') || take('z')) {
                return ZoneOffset.UTC;
            }
            int sign = take('-') ? -1 : 1;
            if (sign > 0) {
                expect('+');
            }
            int hours = number(2);
            take(':');
            int minutes = number(2);
            return bad ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
        }

        private int fraction() {
            int nanos = 0;
            int unit = 100_000_000;
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                nanos += (text.charAt(at) - '0') * unit;
                unit /= 10;
                at++;
            }
            bad |= at == start;
            return nanos;
        }

        private int number(int digits) {
            int value = 0;
            for (int i = 0; i < digits; i++) {
                char c = at < text.length() ? text.charAt(at) : ' ';
                if (c < '0' || c > '9') {
                    bad = true;
                    return 0;
                }
                value = value * 10 + (c - '0');
                at++;
            }
            return value;
        }

        private boolean take(char c) {
            boolean fits = at < text.length() && text.charAt(at) == c;
            at += fits ? 1 : 0;
            return fits;
        }

        private void expect(char c) {
            bad |= !take(c);
        }
    }
}
