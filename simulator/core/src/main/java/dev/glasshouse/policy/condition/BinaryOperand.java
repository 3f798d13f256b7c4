package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The binary operator: compares the bytes that two base64 texts stand for. */
final class BinaryOperand {

    private BinaryOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return decode(text) != null;
    }

    static Operand compile(PatternText value) {
        byte[] expected = decode(value.text());
        return expected == null ? Operand.UNREADABLE : given -> Arrays.equals(expected, decode(given));
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
