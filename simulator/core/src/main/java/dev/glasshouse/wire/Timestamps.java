package dev.glasshouse.wire;

import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.TimestampFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Timestamps on the wire: exact when written, as lenient as AWS when read. Written to the millisecond. */
public final class Timestamps {

    private static final int LONGEST = 64;
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(253_402_300_799L);
    private static final BigDecimal LEAST_SECONDS = BigDecimal.valueOf(-62_135_596_800L);

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH);
    private static final DateTimeFormatter HTTP_DATE_READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .optionalStart()
            .appendPattern("EEE, ")
            .optionalEnd()
            .appendPattern("d MMM yyyy HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[ 'GMT'][ 'UTC'][ Z]")
            .toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter RFC850_READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME_READ =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter BASIC_READ =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ENGLISH);
    private static final DateTimeFormatter ISO_READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ENGLISH);

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private Timestamps() {}

    /** The format of a member: its own, else its type's, else the protocol's. */
    static TimestampFormat format(@Nullable TimestampFormat member, Scalar shape, TimestampFormat fallback) {
        if (member != null) {
            return member;
        }
        TimestampFormat own = shape.timestampFormat();
        return own != null ? own : fallback;
    }

    /** Writes a time; fractions of a second only where there is one. */
    public static String write(Instant time, TimestampFormat format) {
        return switch (format) {
            case ISO8601 -> {
                Instant cut = time.truncatedTo(ChronoUnit.MILLIS);
                yield cut.equals(time.truncatedTo(ChronoUnit.SECONDS))
                        ? DateTimeFormatter.ISO_INSTANT.format(cut)
                        : iso8601Millis(cut);
            }
            case RFC822 -> httpDate(time);
            case UNIX_TIMESTAMP -> epochSeconds(time).toPlainString();
        };
    }

    /** By hand, since every object that is read has one: a formatter takes ten times as long. */
    private static String httpDate(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 1000 || year > 9999) {
            return HTTP_DATE.format(utc);
        }
        StringBuilder text = new StringBuilder(29)
                .append(
                        DAYS,
                        3 * (utc.getDayOfWeek().getValue() - 1),
                        3 * utc.getDayOfWeek().getValue());
        twoDigits(text.append(", "), utc.getDayOfMonth());
        text.append(' ').append(MONTHS, 3 * (utc.getMonthValue() - 1), 3 * utc.getMonthValue());
        text.append(' ').append(year);
        twoDigits(text.append(' '), utc.getHour());
        twoDigits(text.append(':'), utc.getMinute());
        twoDigits(text.append(':'), utc.getSecond());
        return text.append(" GMT").toString();
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** RFC 3339 with exactly three digits of a second's fraction, as S3 writes it. */
    public static String iso8601Millis(Instant time) {
        return MILLIS.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Seconds since 1970 with at most three decimals and no trailing zeros. */
    static BigDecimal epochSeconds(Instant time) {
        BigDecimal seconds =
                BigDecimal.valueOf(time.truncatedTo(ChronoUnit.MILLIS).toEpochMilli(), 3);
        BigDecimal bare = seconds.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0, RoundingMode.UNNECESSARY) : bare;
    }

    /** A time from seconds since 1970, or null outside the years 1 to 9999. */
    static @Nullable Instant fromEpochSeconds(BigDecimal seconds) {
        // compare first: scaling a number such as 1e999999999 would not end
        if (seconds.compareTo(MOST_SECONDS) > 0 || seconds.compareTo(LEAST_SECONDS) < 0 || seconds.scale() > 1000) {
            return null;
        }
        BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.FLOOR);
        BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /** Reads a text in a format as it should be written, ISO 8601 with seconds and {@code Z}; null where it is not. */
    static @Nullable Instant parseStrictly(String text, TimestampFormat format) {
        if (format != TimestampFormat.ISO8601) {
            return parse(text, format);
        }
        try {
            return text.length() > LONGEST || !text.endsWith("Z")
                    ? null
                    : DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Reads a text in a format and its variants, or null where it is no time. */
    public static @Nullable Instant parse(String text, TimestampFormat format) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
            return null;
        }
        return switch (format) {
            case ISO8601 -> iso8601(trimmed);
            case RFC822 -> httpDate(trimmed);
            case UNIX_TIMESTAMP -> unix(trimmed);
        };
    }

    private static @Nullable Instant iso8601(String text) {
        try {
            if (text.length() == 10 && text.charAt(4) == '-') {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            if (text.length() == 16 && text.charAt(8) == 'T') {
                return LocalDateTime.parse(text, BASIC_READ).toInstant(ZoneOffset.UTC);
            }
            TemporalAccessor parsed = ISO_READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return instant(parsed);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant httpDate(String text) {
        for (DateTimeFormatter formatter : new DateTimeFormatter[] {HTTP_DATE_READ, RFC850_READ, ASCTIME_READ}) {
            try {
                return instant(formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from));
            } catch (DateTimeException e) {
                // one of the other two forms that HTTP allows
            }
        }
        return null;
    }

    private static @Nullable Instant unix(String text) {
        BigDecimal seconds = ScalarText.decimal(text);
        return seconds == null ? null : fromEpochSeconds(seconds);
    }

    private static Instant instant(TemporalAccessor parsed) {
        return parsed instanceof OffsetDateTime offset
                ? offset.toInstant()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }
}
