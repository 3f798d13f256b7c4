package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.function.Function;

/**
 * One condition operator without its prefix and suffix.
 *
 * @param name its name as AWS spells it
 * @param negated whether it holds when no policy value fits
 * @param variables whether policy variables in its values are replaced
 * @param compiler makes a policy value a predicate
 */
public record ConditionOperator(
        String name, boolean negated, boolean variables, Function<PatternText, Operand> compiler) {

    /** Compiles a policy value. */
    public Operand compile(PatternText value) {
        return compiler.apply(value);
    }
}
