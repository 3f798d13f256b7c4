package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All condition operators by name; a new one is a class of its own and a line here. */
public final class ConditionOperators {

    /** The name of the operator that tests presence; it compares nothing, so it has no class here. */
    public static final String NULL = "Null";

    private static final Map<String, ConditionOperator> BY_NAME = new HashMap<>();

    static {
        text("StringEquals", false, StringOperands::exact, ConditionOperator.ANY_TEXT);
        text("StringNotEquals", true, StringOperands::exact, ConditionOperator.ANY_TEXT);
        text("StringEqualsIgnoreCase", false, StringOperands::ignoreCase, ConditionOperator.ANY_TEXT);
        text("StringNotEqualsIgnoreCase", true, StringOperands::ignoreCase, ConditionOperator.ANY_TEXT);
        text("StringLike", false, StringOperands::like, ConditionOperator.ANY_TEXT);
        text("StringNotLike", true, StringOperands::like, ConditionOperator.ANY_TEXT);
        text("ArnEquals", false, ArnOperand::compile, ArnOperand::reads);
        text("ArnNotEquals", true, ArnOperand::compile, ArnOperand::reads);
        text("ArnLike", false, ArnOperand::compile, ArnOperand::reads);
        text("ArnNotLike", true, ArnOperand::compile, ArnOperand::reads);
        // The operators page says that Bool takes variables, the variables page that it does not: the newer wins.
        text("Bool", false, BoolOperand::compile, BoolOperand::reads);
        plain("BinaryEquals", false, BinaryOperand::compile, BinaryOperand::reads);
        plain("IpAddress", false, IpOperand::compile, IpOperand::reads);
        plain("NotIpAddress", true, IpOperand::compile, IpOperand::reads);
        plain("NumericEquals", false, NumericOperand.comparing(Comparison.EQUAL), NumericOperand::reads);
        plain("NumericNotEquals", true, NumericOperand.comparing(Comparison.EQUAL), NumericOperand::reads);
        plain("NumericLessThan", false, NumericOperand.comparing(Comparison.LESS), NumericOperand::reads);
        plain(
                "NumericLessThanEquals",
                false,
                NumericOperand.comparing(Comparison.LESS_OR_EQUAL),
                NumericOperand::reads);
        plain("NumericGreaterThan", false, NumericOperand.comparing(Comparison.GREATER), NumericOperand::reads);
        plain(
                "NumericGreaterThanEquals",
                false,
                NumericOperand.comparing(Comparison.GREATER_OR_EQUAL),
                NumericOperand::reads);
        plain("DateEquals", false, DateOperand.comparing(Comparison.EQUAL), DateOperand::reads);
        plain("DateNotEquals", true, DateOperand.comparing(Comparison.EQUAL), DateOperand::reads);
        plain("DateLessThan", false, DateOperand.comparing(Comparison.LESS), DateOperand::reads);
        plain("DateLessThanEquals", false, DateOperand.comparing(Comparison.LESS_OR_EQUAL), DateOperand::reads);
        plain("DateGreaterThan", false, DateOperand.comparing(Comparison.GREATER), DateOperand::reads);
        plain("DateGreaterThanEquals", false, DateOperand.comparing(Comparison.GREATER_OR_EQUAL), DateOperand::reads);
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

    /** Whether a text is an address or a block of addresses that the operators of addresses can read. */
    public static boolean isAddressBlock(String text) {
        return IpOperand.compile(PatternText.literal(text)) != Operand.UNREADABLE;
    }

    private static void text(
            String name, boolean negated, Function<PatternText, Operand> compiler, Predicate<String> reads) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), new ConditionOperator(name, negated, true, compiler, reads));
    }

    private static void plain(
            String name, boolean negated, Function<PatternText, Operand> compiler, Predicate<String> reads) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), new ConditionOperator(name, negated, false, compiler, reads));
    }
}
