package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.condition.ConditionOperators;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * S3's rules for the values of a condition: addresses and dates must be such. What is no number and no truth value is taken,
 * and fits nothing.
 */
final class BucketPolicyValues {

    private BucketPolicyValues() {}

    static void check(JsonNode condition) throws PolicyRejectedException {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            String name = operator.getKey().toLowerCase(Locale.ROOT);
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                // an address stays one whatever it is compared by; Null asks for the key alone
                boolean address = !name.equals("null")
                        && (name.contains("ipaddress") || key.getKey().equalsIgnoreCase("aws:SourceIp"));
                if (address && !areAddresses(key.getValue())) {
                    throw new PolicyRejectedException("Invalid IP address in Conditions");
                }
            }
        }
        if (!LegacyParsing.dates(condition)) {
            throw new PolicyRejectedException(BucketPolicyRules.SYNTAX);
        }
    }

    private static boolean areAddresses(JsonNode values) {
        for (JsonNode value : values.isArray() ? values : List.of(values)) {
            if (!ConditionOperators.isAddressBlock(value.asText())) {
                return false;
            }
        }
        return true;
    }
}
