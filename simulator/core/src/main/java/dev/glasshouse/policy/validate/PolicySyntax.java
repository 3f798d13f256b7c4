package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.PolicyElements;
import dev.glasshouse.policy.condition.ConditionOperators;
import java.util.Locale;
import java.util.Map;

/** The shape of a policy, whatever it is attached to: known elements, of the right JSON types. */
final class PolicySyntax {

    private PolicySyntax() {}

    /** What a Sid may be made of. */
    enum Sids {
        /** Letters and digits. */
        PLAIN,
        /** Spaces too. */
        SPACED,
        /** Whatever it is made of, another rule minds it. */
        ANY
    }

    static boolean fits(PolicyTree tree) {
        return fits(tree, Sids.PLAIN);
    }

    static boolean fits(PolicyTree tree, boolean spacedSids) {
        return fits(tree, spacedSids ? Sids.SPACED : Sids.PLAIN);
    }

    /** The same for a policy whose Sids may have other characters: AWS's own key policies have spaces in them. */
    static boolean fits(PolicyTree tree, Sids sids) {
        JsonNode root = tree.root();
        String version = root.path("Version").asText("2008-10-17");
        boolean head = PolicyTree.unknown(root, PolicyElements.DOCUMENT) == null
                && isTextOrAbsent(root, "Version")
                && isTextOrAbsent(root, "Id")
                && (version.equals("2008-10-17") || version.equals("2012-10-17"))
                && !tree.statements().isEmpty();
        if (!head) {
            return false;
        }
        for (JsonNode statement : tree.statements()) {
            if (!statement(statement, sids)) {
                return false;
            }
        }
        return true;
    }

    private static boolean statement(JsonNode statement, Sids sids) {
        if (!statement.isObject() || PolicyTree.unknown(statement, PolicyElements.STATEMENT) != null) {
            return false;
        }
        String effect = statement.path("Effect").asText("").toLowerCase(Locale.ROOT);
        return statement.path("Effect").isTextual()
                && (effect.equals("allow") || effect.equals("deny"))
                && isTextOrAbsent(statement, "Sid")
                && isSid(statement.path("Sid").asText(""), sids)
                && oneOf(statement, "Action", "NotAction")
                && oneOf(statement, "Resource", "NotResource")
                && !(statement.has("Principal") && statement.has("NotPrincipal"))
                && (!statement.has("Condition") || condition(statement.path("Condition")));
    }

    private static boolean isTextOrAbsent(JsonNode node, String name) {
        return !node.has(name) || node.path(name).isTextual();
    }

    static boolean isSid(String sid, Sids sids) {
        if (sids == Sids.ANY) {
            return true;
        }
        for (int i = 0; i < sid.length(); i++) {
            char c = sid.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (sids == Sids.SPACED && c == ' ');
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
            boolean empty =
                    operator.getValue().isObject() && operator.getValue().isEmpty();
            // an operator without keys asks nothing, and AWS takes it under any name
            if (!empty
                    && (!isOperator(operator.getKey()) || !operator.getValue().isObject())) {
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
        if (name.equals("Null")) {
            return true;
        }
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? "" : name.substring(0, colon);
        String rest = name.substring(colon + 1);
        String plain = rest.endsWith("IfExists") ? rest.substring(0, rest.length() - "IfExists".length()) : rest;
        boolean known = prefix.isEmpty() ? colon < 0 : prefix.equals("ForAllValues") || prefix.equals("ForAnyValue");
        return known && ConditionOperators.isNamed(plain);
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
