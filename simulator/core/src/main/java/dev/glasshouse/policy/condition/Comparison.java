package dev.glasshouse.policy.condition;

/** How a request value must stand to a policy value in the ordered operators. */
enum Comparison {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** Whether the sign of comparing the request value with the policy value fits. */
    boolean holds(int sign) {
        return switch (this) {
            case EQUAL -> sign == 0;
            case LESS -> sign < 0;
            case LESS_OR_EQUAL -> sign <= 0;
            case GREATER -> sign > 0;
            case GREATER_OR_EQUAL -> sign >= 0;
        };
    }
}
