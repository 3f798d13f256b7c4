package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.condition.ConditionOperators;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The shape of a policy, whatever it is attached to: known elements, of the right JSON types. */
final class PolicySyntax {

    static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    static final Set<String> STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private PolicySyntax() {}

    static boolean fits(PolicyTree tree) {
        return fits(tree, false);
    }

    /**
     * The same for a policy whose Sids may have spaces: AWS's own key policies do.
     */
    static boolean fits(PolicyTree tree, boolean spacedSids) {
        JsonNode root = tree.root();
        String version = root.path("Version").asText("2008-10-17");
        boolean head = PolicyTree.unknown(root, TOP) == null
                && isTextOrAbsent(root, "Version")
                && isTextOrAbsent(root, "Id")
                && (version.equals("2008-10-17") || version.equals("2012-10-17"))
                && !tree.statements().isEmpty();
        if (!head) {
            return false;
        }
        for (JsonNode statement : tree.statements()) {
            if (!statement(statement, spacedSids)) {
                return false;
            }
        }
        return true;
    }

    private static boolean statement(JsonNode statement, boolean spacedSids) {
        if (!statement.isObject() || PolicyTree.unknown(statement, STATEMENT) != null) {
            return false;
        }
        String effect = statement.path("Effect").asText("").toLowerCase(Locale.ROOT);
        return statement.path("Effect").isTextual()
                && (effect.equals("allow") || effect.equals("deny"))
                && isTextOrAbsent(statement, "Sid")
                && isSid(statement.path("Sid").asText(""), spacedSids)
                && oneOf(statement, "Action", "NotAction")
                && oneOf(statement, "Resource", "NotResource")
                && !(statement.has("Principal") && statement.has("NotPrincipal"))
                && (!statement.has("Condition") || condition(statement.path("Condition")));
    }

    private static boolean isTextOrAbsent(JsonNode node, String name) {
        return !node.has(name) || node.path(name).isTextual();
    }

    private static boolean isSid(String sid, boolean spaced) {
        for (int i = 0; i < sid.length(); i++) {
            char c = sid.charAt(i);
            boolean fits =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (spaced && c == ' ');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean oneOf(JsonNode statement, String plain, String not) {
        if (statement.has(plain) && statement.has(not)) {
            return false;
        }
        return (!statement.has(plain) || PolicyTree.isText(statement.path(plain)))
                && (!statement.has(not) || PolicyTree.isText(statement.path(not)));
    }

    static boolean condition(JsonNode condition) {
        if (!condition.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            if (!isOperator(operator.getKey()) || !operator.getValue().isObject()) {
                return false;
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                if (key.getKey().isEmpty() || !isValues(key.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isOperator(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("null")) {
            return true;
        }
        int colon = lower.indexOf(':');
        String prefix = colon < 0 ? "" : lower.substring(0, colon);
        String rest = lower.substring(colon + 1);
        String plain = rest.endsWith("ifexists") ? rest.substring(0, rest.length() - "ifexists".length()) : rest;
        boolean known = prefix.isEmpty() ? colon < 0 : prefix.equals("forallvalues") || prefix.equals("foranyvalue");
        return known && ConditionOperators.find(plain) != null;
    }

    private static boolean isValues(JsonNode values) {
        if (!values.isArray()) {
            return isScalar(values);
        }
        for (JsonNode value : values) {
            if (!isScalar(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }
}
