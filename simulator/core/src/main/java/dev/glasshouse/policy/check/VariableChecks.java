package dev.glasshouse.policy.check;

/** The form of policy variables. */
final class VariableChecks {

    private VariableChecks() {}

    static void run(Node value, Findings findings) {
        String text = value.text();
        int at = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                findings.error(
                        "MISSING_BRACE_IN_VARIABLE",
                        "The policy variable is missing a closing curly brace. Add } after the variable text.",
                        value);
                return;
            }
            if (text.substring(open + 2, close).isBlank()) {
                findings.error(
                        "EMPTY_VARIABLE",
                        "Empty policy variable. Remove the ${ } variable structure or provide a variable within the"
                                + " structure.",
                        value);
            }
            at = close + 1;
        }
    }
}
