package dev.glasshouse.wire;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.TimestampFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Simple values as text: in XML, forms, headers, queries and labels. */
final class ScalarText {

    private static final int LONGEST_NUMBER = 1000;
    private static final int LARGEST_EXPONENT = 100_000;

    private ScalarText() {}

    /** A value from its text, or null where the text is no such value. */
    static @Nullable Object parse(Scalar shape, String text, TimestampFormat format) {
        return switch (shape.kind()) {
            case STRING -> text;
            case BOOLEAN -> bool(text.strip());
            case BYTE -> integer(text.strip(), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> integer(text.strip(), Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(text.strip(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(text.strip());
            case FLOAT -> {
                Double value = floating(text.strip());
                yield value == null ? null : (Object) value.floatValue();
            }
            case DOUBLE -> floating(text.strip());
            case BIG_INTEGER -> bigInteger(text.strip());
            case BIG_DECIMAL -> decimal(text.strip());
            case TIMESTAMP -> Timestamps.parse(text, format);
            case BLOB -> blob(text.strip());
            case DOCUMENT -> text;
        };
    }

    /** The text of a value. */
    static String write(Object value, TimestampFormat format) {
        if (value instanceof Instant time) {
            return Timestamps.write(time, format);
        }
        if (value instanceof Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.toArray());
        }
        if (value instanceof Float || value instanceof Double) {
            return floatingText(((Number) value).doubleValue(), value.toString());
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toString();
        }
        return value.toString();
    }

    /** A floating number without the {@code .0} that Java adds. */
    static String floatingText(double number, String text) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        return text;
    }

    private static @Nullable Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable Object integer(String text, int least, int most) {
        Long value = whole(text);
        return value == null || value < least || value > most ? null : (Object) value.intValue();
    }

    static @Nullable Long whole(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        if (text.length() == digits || text.length() > 20) {
            return null;
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Double floating(String text) {
        switch (text) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                return numeric(text) ? Double.valueOf(text) : null;
        }
    }

    static @Nullable BigInteger bigInteger(String text) {
        if (!numeric(text) || text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return null;
        }
        return new BigInteger(text);
    }

    static @Nullable BigDecimal decimal(String text) {
        if (!numeric(text)) {
            return null;
        }
        BigDecimal value = new BigDecimal(text);
        return Math.abs((long) value.scale()) > LARGEST_EXPONENT ? null : value;
    }

    private static @Nullable Object blob(String text) {
        try {
            if (text.length() % 4 != 0) {
                return null; // the decoder would let missing padding pass
            }
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a text is a decimal number: sign, digits, fraction, exponent of at most nine digits. */
    private static boolean numeric(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return false;
        }
        int i = 0;
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int digits = 0;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
            digits++;
        }
        if (i < text.length() && text.charAt(i) == '.') {
            i++;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
                digits++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
                i++;
            }
            int start = i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            if (i == start || i - start > 9) {
                return false;
            }
        }
        return i == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
