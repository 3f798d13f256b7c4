package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All condition operators by name; a new one is a class of its own and a line here. */
public final class ConditionOperators {

    /** The name of the operator that tests presence; it compares nothing, so it has no class here. */
    public static final String NULL = "Null";

    private static final Map<String, ConditionOperator> BY_NAME = new HashMap<>();

    static {
        text("StringEquals", false, StringOperands::exact);
        text("StringNotEquals", true, StringOperands::exact);
        text("StringEqualsIgnoreCase", false, StringOperands::ignoreCase);
        text("StringNotEqualsIgnoreCase", true, StringOperands::ignoreCase);
        text("StringLike", false, StringOperands::like);
        text("StringNotLike", true, StringOperands::like);
        text("ArnEquals", false, ArnOperand::compile);
        text("ArnNotEquals", true, ArnOperand::compile);
        text("ArnLike", false, ArnOperand::compile);
        text("ArnNotLike", true, ArnOperand::compile);
        // The operators page says that Bool takes variables, the variables page that it does not: the newer wins.
        text("Bool", false, BoolOperand::compile);
        plain("BinaryEquals", false, BinaryOperand::compile);
        plain("IpAddress", false, IpOperand::compile);
        plain("NotIpAddress", true, IpOperand::compile);
        plain("NumericEquals", false, NumericOperand.comparing(Comparison.EQUAL));
        plain("NumericNotEquals", true, NumericOperand.comparing(Comparison.EQUAL));
        plain("NumericLessThan", false, NumericOperand.comparing(Comparison.LESS));
        plain("NumericLessThanEquals", false, NumericOperand.comparing(Comparison.LESS_OR_EQUAL));
        plain("NumericGreaterThan", false, NumericOperand.comparing(Comparison.GREATER));
        plain("NumericGreaterThanEquals", false, NumericOperand.comparing(Comparison.GREATER_OR_EQUAL));
        plain("DateEquals", false, DateOperand.comparing(Comparison.EQUAL));
        plain("DateNotEquals", true, DateOperand.comparing(Comparison.EQUAL));
        plain("DateLessThan", false, DateOperand.comparing(Comparison.LESS));
        plain("DateLessThanEquals", false, DateOperand.comparing(Comparison.LESS_OR_EQUAL));
        plain("DateGreaterThan", false, DateOperand.comparing(Comparison.GREATER));
        plain("DateGreaterThanEquals", false, DateOperand.comparing(Comparison.GREATER_OR_EQUAL));
    }

    private ConditionOperators() {}

    /** The operator of a name without prefix and suffix, whatever its case, or null. */
    public static @Nullable ConditionOperator find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a text is the name of an operator, as it is written, without prefix and {@code IfExists}. */
    public static boolean isNamed(String name) {
        ConditionOperator operator = find(name);
        return operator != null && operator.name().equals(name);
    }

    /** Whether a text is a date that the date operators can read. */
    public static boolean isDate(String text) {
        return PolicyDates.read(text) != null;
    }

    private static void text(String name, boolean negated, Function<PatternText, Operand> compiler) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), new ConditionOperator(name, negated, true, compiler));
    }

    private static void plain(String name, boolean negated, Function<PatternText, Operand> compiler) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), new ConditionOperator(name, negated, false, compiler));
    }
}
