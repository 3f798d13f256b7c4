package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import org.jspecify.annotations.Nullable;

/** The ARN operators: six colon fields, each matched for itself, so that a wildcard stays in its field. */
final class ArnOperand {

    private static final int FIELDS = 6;

    private ArnOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return fieldEnds(text) != null;
    }

    /** Compiles a policy value; one that is not an ARN fits nothing. */
    static Operand compile(PatternText value) {
        int[] ends = fieldEnds(value.text());
        if (ends == null) {
            return Operand.UNREADABLE;
        }
        if (!value.hasWildcard()) {
            return value.text()::equals;
        }
        Glob[] fields = new Glob[FIELDS];
        int start = 0;
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = Glob.compile(value.slice(start, ends[i]));
            start = ends[i] + 1;
        }
        return arn -> matches(fields, arn);
    }

    private static boolean matches(Glob[] fields, String arn) {
        int[] ends = fieldEnds(arn);
        if (ends == null) {
            return false;
        }
        int start = 0;
        for (int i = 0; i < FIELDS; i++) {
            if (!fields[i].matches(arn.substring(start, ends[i]))) {
                return false;
            }
            start = ends[i] + 1;
        }
        return true;
    }

    /** Where the six fields end, or null when the text is not an ARN. */
    private static int @Nullable [] fieldEnds(String arn) {
        if (!arn.startsWith("arn:")) {
            return null;
        }
        int[] ends = new int[FIELDS];
        int from = 0;
        for (int i = 0; i < FIELDS - 1; i++) {
            int colon = arn.indexOf(':', from);
            if (colon < 0) {
                return null;
            }
            ends[i] = colon;
            from = colon + 1;
        }
        ends[FIELDS - 1] = arn.length();
        return ends;
    }
}
