package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.time.Instant;
import java.util.function.Function;

/** The date operators: dates as {@link PolicyDates} reads them, on either side. A text that is no date fits nothing. */
final class DateOperand {

    private DateOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return PolicyDates.read(text) != null;
    }

    static Function<PatternText, Operand> comparing(Comparison comparison) {
        return value -> compile(comparison, value.text());
    }

    private static Operand compile(Comparison comparison, String text) {
        Instant expected = PolicyDates.read(text);
        if (expected == null) {
            return Operand.UNREADABLE;
        }
        return given -> {
            Instant date = PolicyDates.read(given);
            return date != null && comparison.holds(date.compareTo(expected));
        };
    }
}
