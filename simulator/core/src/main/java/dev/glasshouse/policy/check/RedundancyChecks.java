package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Member;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could be left away without a change of what the policy says. */
final class RedundancyChecks {

    private RedundancyChecks() {}

    /** Statements that say the same, whatever their ids. */
    static void statements(List<Node> statements, Findings findings) {
        Map<String, List<Node>> same = new LinkedHashMap<>();
        for (Node statement : statements) {
            if (statement.is(Node.Kind.OBJECT) && statement.get("Effect") != null) {
                same.computeIfAbsent(canonical(statement, 0), key -> new ArrayList<>())
                        .add(statement);
            }
        }
        same.values().stream()
                .filter(group -> group.size() > 1)
                .forEach(group -> findings.add(
                        Finding.Type.SUGGESTION,
                        "REDUNDANT_STATEMENT",
                        "The statements are redundant because they provide identical permissions. Update the policy to"
                                + " remove the redundant statement.",
                        group));
    }

    /** A text that is the same for values that say the same: lists are sets, and one value is a list of one. */
    private static String canonical(Node node, int depth) {
        List<String> items = new ArrayList<>();
        if (node.is(Node.Kind.OBJECT)) {
            for (Member member : node.members()) {
                if (depth > 0 || !member.key().equals("Sid")) {
                    items.add(quoted(member.key()) + canonical(member.value(), depth + 1));
                }
            }
            return "{" + String.join(",", items.stream().sorted().toList()) + "}";
        }
        for (Node item : node.list()) {
            items.add(
                    item.is(Node.Kind.OBJECT) || item.is(Node.Kind.ARRAY)
                            ? canonical(item, depth + 1)
                            : quoted(item.text()));
        }
        return "[" + String.join(",", items.stream().distinct().sorted().toList()) + "]";
    }

    private static String quoted(String text) {
        return text.length() + "." + text;
    }

    /** Conditions of which a part decides, or nothing. */
    static void condition(Parts.Line line, Findings findings) {
        String plain = line.operator().plain();
        if (plain.equals("StringLike") || plain.equals("StringNotLike")) {
            if (line.values().strings().stream().anyMatch(value -> value.text().equals("*"))) {
                anything(line, findings);
            }
        } else if (plain.startsWith("NumericLessThan") || plain.startsWith("NumericGreaterThan")) {
            bounds(line, findings);
        }
    }

    /** A pattern that any value matches: what is left is whether there is a value. */
    private static void anything(Parts.Line line, Findings findings) {
        Operator operator = line.operator();
        boolean not = operator.isNegated();
        String qualifier = operator.qualifier();
        boolean never = not && qualifier.equals("ForAnyValue") && !operator.ifExists();
        boolean always = !not && (qualifier.equals("ForAllValues") || operator.ifExists());
        if (never) {
            findings.suggestion(
                    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
                    "The key " + line.key() + " in the condition block of " + operator.name()
                            + " does not match any values. Remove this key to simplify the condition.",
                    line.values());
        } else if (always) {
            findings.suggestion(
                    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
                    "The key " + line.key() + " in the condition block of " + operator.name()
                            + " is redundant because it is always matched. Remove this key to simplify the condition.",
                    line.values());
        } else {
            findings.suggestion(
                    "EQUIVALENT_TO_NULL_" + (not ? "TRUE" : "FALSE"),
                    "We recommend replacing the key " + line.key() + " in the condition block of " + operator.name()
                            + " with {" + line.key() + ": " + not + "} to ensure better enforcement of the condition.",
                    line.values());
        }
    }

    private static void bounds(Parts.Line line, Findings findings) {
        List<Node> values = line.values().list();
        if (values.size() < 2 || !values.stream().allMatch(RedundancyChecks::isNumber)) {
            return;
        }
        boolean less = line.operator().plain().startsWith("NumericLessThan");
        findings.suggestion(
                "REDUNDANT_CONDITION_VALUE_NUM",
                "Multiple values in " + line.operator().name() + " are redundant. Replace with the "
                        + (less ? "greatest" : "least") + " single value for " + line.key() + ".",
                line.values());
    }

    private static boolean isNumber(Node value) {
        try {
            return value.text().length() <= 100 && new BigDecimal(value.text()).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
