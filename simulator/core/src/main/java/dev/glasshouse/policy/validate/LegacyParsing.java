package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.condition.ConditionOperators;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What passes IAM's first look and fails its second: the case of Effect, and dates that are none. */
final class LegacyParsing {

    private LegacyParsing() {}

    static void check(PolicyTree tree) throws PolicyRejectedException {
        for (JsonNode statement : tree.statements()) {
            String effect = statement.path("Effect").asText();
            boolean fits = (effect.equals("Allow") || effect.equals("Deny")) && dates(statement.path("Condition"));
            if (!fits) {
                throw new PolicyRejectedException("The policy failed legacy parsing");
            }
        }
    }

    /** Whether all values of date operators are dates. */
    static boolean dates(JsonNode condition) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            String name = operator.getKey().toLowerCase(Locale.ROOT);
            if (!name.substring(name.indexOf(':') + 1).startsWith("date")) {
                continue;
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                for (JsonNode value : key.getValue().isArray() ? key.getValue() : List.of(key.getValue())) {
                    if (!ConditionOperators.isDate(value.asText())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
