package dev.glasshouse.policy.check;

import java.util.List;

/** The form of policy variables. */
final class VariableChecks {

    private static final List<String> ELEMENTS = List.of("Resource", "NotResource", "Condition");

    /** How deep the values of a Condition lie. */
    private static final int DEEPEST = 3;

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
            inside(text.substring(open + 2, close), value, findings);
            at = close + 1;
        }
    }

    private static void inside(String variable, Node value, Findings findings) {
        if (variable.isBlank()) {
            findings.error(
                    "EMPTY_VARIABLE",
                    "Empty policy variable. Remove the ${ } variable structure or provide a variable within the"
                            + " structure.",
                    value);
            return;
        }
        int comma = variable.indexOf(',');
        String name = comma < 0 ? variable : variable.substring(0, comma);
        if (name.chars().anyMatch(Character::isWhitespace)) {
            findings.error(
                    "UNSUPPORTED_SPACE_IN_VARIABLE",
                    "A space is not supported within the policy variable text. Remove the space.",
                    value);
        }
        if (comma >= 0) {
            String fallback = variable.substring(comma + 1).strip();
            if (fallback.length() < 2 || !fallback.startsWith("'") || !fallback.endsWith("'")) {
                findings.error(
                        "MISSING_QUOTE_IN_VARIABLE",
                        "The policy variable default value must begin and end with a single quote. Add the missing"
                                + " quote.",
                        value);
            }
        }
    }

    /** Variables where none are replaced. */
    static void unsupported(Node value, Findings findings) {
        if (hasVariable(value)) {
            findings.error(
                    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
                    "Policy variables are supported in the Resource and Condition elements. Remove the policy variable"
                            + " from this element.",
                    value);
        }
    }

    /** Variables in a policy of a version that has none. */
    static void version(Node statement, Findings findings) {
        for (String element : ELEMENTS) {
            Node node = statement.get(element);
            if (node != null) {
                version(node, 0, findings);
            }
        }
    }

    private static void version(Node node, int depth, Findings findings) {
        if (node.is(Node.Kind.STRING) && hasVariable(node)) {
            findings.error(
                    "VARIABLE_UNSUPPORTED_IN_VERSION",
                    "To include variables in your policy, use the policy version 2012-10-17 or later.",
                    node);
        }
        if (depth < DEEPEST) {
            node.items().forEach(item -> version(item, depth + 1, findings));
            node.members().forEach(member -> version(member.value(), depth + 1, findings));
        }
    }

    private static boolean hasVariable(Node value) {
        int open = value.text().indexOf("${");
        return open >= 0 && value.text().indexOf('}', open) > 0;
    }
}
