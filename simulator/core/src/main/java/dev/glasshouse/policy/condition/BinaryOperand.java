package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The binary operator: compares the bytes that two base64 texts stand for. */
final class BinaryOperand {

    private BinaryOperand() {}

    static Operand compile(PatternText value) {
        byte[] expected = decode(value.text());
        return expected == null ? Operand.NEVER : given -> Arrays.equals(expected, decode(given));
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
