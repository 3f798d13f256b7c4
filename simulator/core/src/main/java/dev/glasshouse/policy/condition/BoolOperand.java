package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;

/** The Boolean operator: true or false, whatever their case; anything else fits nothing. */
final class BoolOperand {

    private BoolOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    static Operand compile(PatternText value) {
        String expected = value.text();
        return reads(expected) ? expected::equalsIgnoreCase : Operand.UNREADABLE;
    }
}
