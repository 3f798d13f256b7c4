package dev.glasshouse.wire;

import java.util.List;

/** IAM's wording: values and enum sets are left out, and bad characters in a name have a sentence of their own. */
final class IamValidation implements ValidationDialect {

    private static final CommonValidation COMMON = new CommonValidation("ValidationError", false);

    @Override
    public WireError error(List<Violation> violations) {
        Violation first = violations.get(0);
        if (first.rule() instanceof Rule.Matches pattern && pattern.pattern().startsWith("[\\w+=,.@-]")) {
            return WireError.of(
                    "ValidationError",
                    400,
                    "The specified value for " + first.path()
                            + " is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        }
        return COMMON.error(violations);
    }
}
