package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;

/** The string operators: exact, without case, and with wildcards. */
final class StringOperands {

    private StringOperands() {}

    /** Equal, wildcards standing for themselves. */
    static Operand exact(PatternText value) {
        return value.text()::equals;
    }

    /** Equal but for case, wildcards standing for themselves. */
    static Operand ignoreCase(PatternText value) {
        return value.text()::equalsIgnoreCase;
    }

    /** Equal or matching the wildcards; case matters. */
    static Operand like(PatternText value) {
        return value.hasWildcard() ? Glob.compile(value)::matches : exact(value);
    }
}
