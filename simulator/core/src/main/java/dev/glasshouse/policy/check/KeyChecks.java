package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.reference.ConditionKeys;
import dev.glasshouse.policy.reference.RegionNames;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Condition keys: whether they exist, and whether what they are compared with can be theirs. */
final class KeyChecks {

    private static final Set<String> TAGS = Set.of("aws:requesttag", "aws:resourcetag", "aws:principaltag");

    private final Findings findings;

    KeyChecks(Findings findings) {
        this.findings = findings;
    }

    /**
     * Checks a key.
     *
     * @param operator the operator as it stands in the policy
     * @param plain the operator without prefix and suffix
     */
    void run(String operator, String plain, String key, Node values) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.equals("aws:arn")) {
            findings.error(
                    "UNSUPPORTED_GLOBAL_CONDITION_KEY",
                    "The condition key aws:ARN is not supported. Use aws:PrincipalArn or aws:SourceArn instead.",
                    values);
        } else if (TAGS.contains(lower)
                || TAGS.contains(lower.substring(0, lower.length() - 1)) && lower.endsWith("/")) {
            String form = lower.endsWith("/") ? key : key + "/";
            findings.error(
                    "MISSING_TAG_KEY_IN_CONDITION",
                    "The condition key " + key
                            + " must include a tag key to control access based on tags. Use the format " + form
                            + "tag-key and specify a key name for tag-key.",
                    values);
        } else if (!ConditionKeys.exists(key).orElse(true)) {
            unknown(key, values);
        } else if (ConditionKeys.hasManyValues(key) && operator.indexOf(':') < 0 && !plain.equals("Null")) {
            findings.error(
                    "MISSING_QUALIFIER",
                    "The request context key " + key
                            + " has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in"
                            + " your policy.",
                    values);
        }
        types(values);
        if (lower.equals("aws:requestedregion") && plain.startsWith("String")) {
            regions(values);
        }
    }

    private void unknown(String key, Node values) {
        if (ConditionKeys.isGlobal(key)) {
            findings.error(
                    "INVALID_GLOBAL_CONDITION_KEY",
                    "The condition key " + key + " does not exist. Use a valid condition key.",
                    values);
        } else {
            findings.error(
                    "INVALID_SERVICE_CONDITION_KEY",
                    "The condition key " + key + " does not exist in the service " + key.substring(0, key.indexOf(':'))
                            + ". Use a valid condition key.",
                    values);
        }
    }

    private void types(Node values) {
        Set<Kind> kinds = new HashSet<>();
        values.list().forEach(value -> kinds.add(value.kind()));
        if (kinds.size() > 1) {
            findings.error(
                    "INVALID_CONDITION_DATA_TYPE",
                    "The condition value data types do not match. Use condition values of the same JSON data type.",
                    values);
        }
    }

    private void regions(Node values) {
        for (Node value : values.strings()) {
            if (!Wild.is(value.text()) && !RegionNames.exists(value.text())) {
                findings.error(
                        "INVALID_REGION",
                        "The Region " + value.text()
                                + " is not valid. Update the condition value to a suported Region.",
                        value);
            }
        }
    }
}
