package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The numeric operators: integers and decimals; a text that is no number fits nothing. */
final class NumericOperand {

    private static final int LONGEST = 64;

    private NumericOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return parse(text) != null;
    }

    static Function<PatternText, Operand> comparing(Comparison comparison) {
        return value -> compile(comparison, value.text());
    }

    private static Operand compile(Comparison comparison, String text) {
        BigDecimal expected = parse(text);
        if (expected == null) {
            return Operand.UNREADABLE;
        }
        return given -> {
            BigDecimal number = parse(given);
            return number != null && comparison.holds(number.compareTo(expected));
        };
    }

    /** A number without exponent, or null. */
    static @Nullable BigDecimal parse(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int digits = 0;
        int points = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return null;
            }
        }
        boolean number = digits > 0 && points <= 1 && text.length() <= LONGEST && !text.endsWith(".");
        return number ? new BigDecimal(text) : null;
    }
}
