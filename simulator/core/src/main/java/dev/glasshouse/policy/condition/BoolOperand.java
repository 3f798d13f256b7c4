package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;

/** The Boolean operator: true or false, whatever their case; anything else fits nothing. */
final class BoolOperand {

    private BoolOperand() {}

    static Operand compile(PatternText value) {
        String expected = value.text();
        boolean known = expected.equalsIgnoreCase("true") || expected.equalsIgnoreCase("false");
        return known ? expected::equalsIgnoreCase : Operand.NEVER;
    }
}
