package dev.glasshouse.wire.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The forms in which requests say when they were signed. */
final class SigningTimes {

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private SigningTimes() {}

    /** The time of {@code yyyyMMdd'T'HHmmss'Z'}; every request has one, and a formatter takes five times as long. */
    static Optional<Instant> parse(String amzDate) {
        boolean formed = amzDate.length() == 16 && amzDate.charAt(8) == 'T' && amzDate.charAt(15) == 'Z';
        if (!formed || digits(amzDate, 0, 4) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            digits(amzDate, 0, 4),
                            digits(amzDate, 4, 6),
                            digits(amzDate, 6, 8),
                            digits(amzDate, 9, 11),
                            digits(amzDate, 11, 13),
                            digits(amzDate, 13, 15))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The number of some digits; -1, which is no part of a date, where there are others. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    /** The time as HTTP writes it, or as {@link #parse} reads it; the day of the week is not looked at. */
    static Optional<Instant> parseAny(String text) {
        int comma = text.indexOf(',');
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    text.substring(comma + 1).trim().replace("UTC", "GMT"))));
        } catch (DateTimeException e) {
            return parse(text);
        }
    }

    static String format(Instant instant) {
        return AMZ_DATE.format(instant.atOffset(ZoneOffset.UTC));
    }
}
