package dev.glasshouse.policy.condition;

/** A compiled policy value: says whether one request value fits it. */
@FunctionalInterface
public interface Operand {

    /** An operand that no value fits. */
    Operand NEVER = value -> false;

    /** What a policy value that its operator cannot read compiles to; no value fits it, and none can be told from it. */
    Operand UNREADABLE = new Operand() {
        @Override
        public boolean matches(String value) {
            return false;
        }
    };

    /** Whether a request value fits; never throws. */
    boolean matches(String value);
}
