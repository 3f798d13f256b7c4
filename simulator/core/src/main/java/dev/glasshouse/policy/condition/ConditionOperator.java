package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One condition operator without its prefix and suffix.
 *
 * @param name its name as AWS spells it
 * @param negated whether it holds when no policy value fits
 * @param variables whether policy variables in its values are replaced
 * @param compiler makes a policy value a predicate, or {@link Operand#UNREADABLE}
 * @param reads whether a request value is of the operator's type, so that it can be told from a policy value at all
 */
public record ConditionOperator(
        String name,
        boolean negated,
        boolean variables,
        Function<PatternText, Operand> compiler,
        Predicate<String> reads) {

    /** Reads every text. */
    static final Predicate<String> ANY_TEXT = value -> true;

    /** Whether there are texts that it cannot read. */
    public boolean isTyped() {
        return reads != ANY_TEXT;
    }

    /** Compiles a policy value. */
    public Operand compile(PatternText value) {
        return compiler.apply(value);
    }
}
