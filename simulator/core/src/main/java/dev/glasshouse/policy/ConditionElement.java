package dev.glasshouse.policy;

import dev.glasshouse.policy.condition.ConditionOperator;
import dev.glasshouse.policy.condition.ConditionOperators;
import dev.glasshouse.policy.condition.Operand;
import dev.glasshouse.policy.match.PatternText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One compiled line of a Condition: an operator, a key and the values to compare with. */
final class ConditionElement {

    private static final String ALL = "forallvalues:";
    private static final String ANY = "foranyvalue:";
    private static final String IF_EXISTS = "ifexists";

    /** What stands before the operator's name. */
    private enum Quantifier {
        NONE,
        ALL_VALUES,
        ANY_VALUE
    }

    private final String operatorName;
    private final Quantifier quantifier;
    private final boolean ifExists;
    private final @Nullable ConditionOperator operator;
    private final String key;
    private final String lookup;
    private final List<String> values;
    private final boolean variables;
    private final Comparand[] comparands;
    private final boolean closed;

    private ConditionElement(
            String operatorName,
            Quantifier quantifier,
            boolean ifExists,
            @Nullable ConditionOperator operator,
            String key,
            List<String> values,
            boolean variables,
            Comparand[] comparands,
            boolean allow) {
        this.operatorName = operatorName;
        this.quantifier = quantifier;
        this.ifExists = ifExists;
        this.operator = operator;
        this.key = key;
        this.lookup = key.toLowerCase(Locale.ROOT);
        this.values = values;
        this.variables = variables;
        this.comparands = comparands;
        this.closed = allow && operator != null && operator.negated() && operator.isTyped();
    }

    /** A policy value, compiled once unless it holds variables. */
    private record Comparand(
            @Nullable Operand fixed, @Nullable ValueTemplate template) {}

    /**
     * Compiles a line.
     *
     * @param allow whether it stands in a statement that allows. What a negated operator cannot compare, because a value on
     *     either side is not of its type, does not differ then; in a Deny it does. AWS stores such policies and does not
     *     say how it decides: this opens nothing.
     */
    static ConditionElement compile(
            String operatorName, String key, List<String> values, boolean variables, boolean allow)
            throws MalformedPolicyException {
        String lower = operatorName.toLowerCase(Locale.ROOT);
        Quantifier quantifier = lower.startsWith(ALL)
                ? Quantifier.ALL_VALUES
                : lower.startsWith(ANY) ? Quantifier.ANY_VALUE : Quantifier.NONE;
        int from = quantifier == Quantifier.NONE ? 0 : lower.indexOf(':') + 1;
        boolean ifExists = lower.endsWith(IF_EXISTS);
        String name = lower.substring(from, lower.length() - (ifExists ? IF_EXISTS.length() : 0));
        if (key.isEmpty()) {
            throw new MalformedPolicyException("A condition key has no name");
        }
        if (name.equals(ConditionOperators.NULL.toLowerCase(Locale.ROOT))) {
            if (ifExists || quantifier != Quantifier.NONE) {
                throw new MalformedPolicyException("Null takes no prefix or suffix: " + operatorName);
            }
            return new ConditionElement(
                    operatorName, quantifier, false, null, key, List.copyOf(values), false, new Comparand[0], allow);
        }
        ConditionOperator operator = ConditionOperators.find(name);
        if (operator == null) {
            throw new MalformedPolicyException("Unknown condition operator: " + operatorName);
        }
        Comparand[] comparands = new Comparand[values.size()];
        for (int i = 0; i < comparands.length; i++) {
            comparands[i] = comparand(operator, values.get(i), variables && operator.variables());
        }
        return new ConditionElement(
                operatorName,
                quantifier,
                ifExists,
                operator,
                key,
                List.copyOf(values),
                variables && operator.variables(),
                comparands,
                allow);
    }

    private static Comparand comparand(ConditionOperator operator, String value, boolean variables) {
        ValueTemplate template = variables ? ValueTemplate.withVariables(value) : ValueTemplate.withoutVariables(value);
        PatternText constant = template.constant();
        return constant == null ? new Comparand(null, template) : new Comparand(operator.compile(constant), null);
    }

    /** Whether the line holds for the request. */
    boolean holds(ContextKeys keys) {
        ContextKeys.Entry entry = keys.getLowerCase(lookup);
        ConditionOperator compare = operator;
        if (compare == null) {
            String absent = String.valueOf(entry == null || isNull(entry));
            return values.stream().anyMatch(absent::equalsIgnoreCase);
        }
        if (entry == null) {
            return switch (quantifier) {
                case ALL_VALUES -> true;
                // Observed: IfExists does not help a missing key under ForAnyValue.
                case ANY_VALUE -> false;
                case NONE -> ifExists || compare.negated();
            };
        }
        return switch (quantifier) {
            case ALL_VALUES -> isEmptySet(entry) || all(compare, entry.values(), keys);
            case ANY_VALUE -> !isEmptySet(entry) && any(compare, entry.values(), keys);
            // A set needs a set operator; without one it satisfies nothing, not even a negated operator.
            case NONE -> !entry.multiValued() && one(compare, entry.values().get(0), keys);
        };
    }

    private static boolean isNull(ContextKeys.Entry entry) {
        return entry.multiValued() && isEmptySet(entry);
    }

    /** AWS counts a set that comes down to the empty string as no set. */
    private static boolean isEmptySet(ContextKeys.Entry entry) {
        for (String value : entry.values()) {
            if (!value.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean all(ConditionOperator compare, List<String> given, ContextKeys keys) {
        for (String value : given) {
            if (!one(compare, value, keys)) {
                return false;
            }
        }
        return true;
    }

    private boolean any(ConditionOperator compare, List<String> given, ContextKeys keys) {
        for (String value : given) {
            if (one(compare, value, keys)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one request value fits some policy value, or none of them when the operator is negated. */
    private boolean one(ConditionOperator compare, String given, ContextKeys keys) {
        boolean told = !closed || compare.reads().test(given);
        for (Comparand comparand : comparands) {
            Operand operand = operand(compare, comparand, keys);
            if (operand.matches(given)) {
                return !compare.negated();
            }
            told &= !closed || operand != Operand.UNREADABLE;
        }
        return compare.negated() && told;
    }

    /** Whether a value that its operator cannot read stands between a request and the line. */
    boolean cannotCompare(ContextKeys keys) {
        ContextKeys.Entry entry = keys.getLowerCase(lookup);
        ConditionOperator compare = operator;
        if (compare == null || entry == null) {
            return false;
        }
        return entry.values().stream().anyMatch(given -> !compare.reads().test(given))
                || Arrays.stream(comparands)
                        .anyMatch(comparand -> operand(compare, comparand, keys) == Operand.UNREADABLE);
    }

    /** Whether it holds for nothing that its operator cannot read, although it is negated. */
    boolean closed() {
        return closed;
    }

    private static Operand operand(ConditionOperator compare, Comparand comparand, ContextKeys keys) {
        Operand fixed = comparand.fixed();
        ValueTemplate template = comparand.template();
        if (fixed != null || template == null) {
            return fixed == null ? Operand.NEVER : fixed;
        }
        PatternText text = template.resolve(keys);
        return text == null ? Operand.NEVER : compare.compile(text);
    }

    /** Adds the keys that the line asks for, as they are written. */
    void addKeys(Collection<String> keys) {
        keys.add(key);
        for (Comparand comparand : comparands) {
            if (comparand.template() != null) {
                keys.addAll(comparand.template().keys());
            }
        }
    }

    /** Whether a value has a variable in it, so that what it is compared with depends on other keys. */
    boolean hasVariables() {
        return Arrays.stream(comparands).anyMatch(comparand -> comparand.template() != null);
    }

    /** Whether it says the opposite of another line, as {@code StringNotEquals} of {@code StringEquals} does. */
    boolean isNegation() {
        return operator == null
                ? values.stream().noneMatch("true"::equalsIgnoreCase)
                : operator.negated() && !closed && quantifier == Quantifier.NONE && !ifExists;
    }

    /** A text that lines share which always say the same, or always the opposite where one is a negation. */
    String canonical() {
        String name = operatorName.toLowerCase(Locale.ROOT);
        return (isNegation() ? name.replace("not", "") : name) + " " + lookup + " "
                + (operator == null && values.size() == 1 ? "" : values.toString() + hasVariables());
    }

    /** Whether it is asked of each member of a set: has {@code ForAllValues} or {@code ForAnyValue}. */
    boolean quantified() {
        return quantifier != Quantifier.NONE;
    }

    /** The operator without prefix and suffix. */
    String plainOperator() {
        return operator == null ? ConditionOperators.NULL : operator.name();
    }

    /** The values that a request is compared with, but for those with variables. */
    List<PatternText> constants() {
        List<PatternText> constants = new ArrayList<>();
        for (int i = 0; i < comparands.length; i++) {
            if (comparands[i].template() == null) {
                ValueTemplate template = variables
                        ? ValueTemplate.withVariables(values.get(i))
                        : ValueTemplate.withoutVariables(values.get(i));
                PatternText constant = template.constant();
                if (constant != null) {
                    constants.add(constant);
                }
            }
        }
        return constants;
    }

    /** The values that hold variables. */
    List<ValueTemplate> templates() {
        return Arrays.stream(comparands)
                .map(Comparand::template)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether variables in its values are replaced. */
    boolean variables() {
        return variables;
    }

    String operatorName() {
        return operatorName;
    }

    String key() {
        return key;
    }

    List<String> values() {
        return values;
    }
}
