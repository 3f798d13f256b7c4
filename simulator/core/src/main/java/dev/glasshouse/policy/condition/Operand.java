package dev.glasshouse.policy.condition;

/** A compiled policy value: says whether one request value fits it. */
@FunctionalInterface
public interface Operand {

    /** An operand that no value fits: what a policy value that cannot be read compiles to. */
    Operand NEVER = value -> false;

    /** Whether a request value fits; never throws. */
    boolean matches(String value);
}
