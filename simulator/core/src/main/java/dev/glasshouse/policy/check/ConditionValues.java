package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.condition.ConditionOperators;
import java.math.BigDecimal;
import java.util.Base64;

/** The values of a condition key: whether its operator can read them. */
final class ConditionValues {

    private final String operator;
    private final String plain;
    private final String key;
    private final Findings findings;

    /**
     * @param operator the operator as it stands in the policy
     * @param plain the operator without prefix and suffix
     */
    ConditionValues(String operator, String plain, String key, Findings findings) {
        this.operator = operator;
        this.plain = plain;
        this.key = key;
        this.findings = findings;
    }

    void run(Node values) {
        if (plain.equals("Bool") && values.is(Kind.ARRAY) && values.items().size() > 1) {
            findings.error(
                    "INVALID_CONDITION_MULTIPLE_BOOLEAN",
                    "The condition key " + key + " does not support multiple Boolean values. Use a single Boolean"
                            + " value.",
                    values);
        }
        if (plain.endsWith("IpAddress")) {
            AddressChecks.blocks(values, operator, plain, key, findings);
        }
        for (Node value : values.list()) {
            if (value.is(Kind.OBJECT) || value.is(Kind.ARRAY) || value.is(Kind.NULL)) {
                PolicyChecks.mismatch(value, Kind.STRING, findings);
            } else {
                one(value);
            }
        }
    }

    private void one(Node value) {
        String text = value.text();
        VariableChecks.run(value, findings);
        if (text.contains("${")) {
            if (!plain.startsWith("String") && !plain.startsWith("Arn")) {
                findings.error(
                        "INVALID_VARIABLE_FOR_OPERATOR",
                        "Policy variables can only be used with String and ARN operators.",
                        value);
            }
            return;
        }
        if (plain.startsWith("String")) {
            AddressChecks.network(value, key, findings);
        }
        if (plain.equals("Bool") || plain.equals("Null")) {
            bool(value);
        } else if (plain.startsWith("Numeric")) {
            number(value);
        } else if (plain.startsWith("Date")) {
            date(value);
        } else if (plain.equals("BinaryEquals")) {
            binary(value);
        } else if (plain.startsWith("String") && !plain.endsWith("Like")) {
            wildcard(value);
        }
    }

    private void bool(Node value) {
        if (!value.text().equalsIgnoreCase("true") && !value.text().equalsIgnoreCase("false")) {
            findings.warning(
                    "TYPE_MISMATCH_BOOLEAN",
                    "Add a valid Boolean value (true or false) for the condition operator " + operator + ".",
                    value);
        }
    }

    private void number(Node value) {
        boolean fits;
        try {
            fits = value.text().length() <= 100 && new BigDecimal(value.text()).precision() > 0;
        } catch (NumberFormatException e) {
            fits = false;
        }
        if (!fits) {
            findings.warning(
                    "TYPE_MISMATCH_NUMBER",
                    "Add a valid numeric value for the condition operator " + operator + ".",
                    value);
        }
    }

    private void date(Node value) {
        String text = value.text();
        if (!ConditionOperators.isDate(text)) {
            findings.warning(
                    "TYPE_MISMATCH_DATE",
                    "The date condition operator is used with an invalid value. Specify a valid date using YYYY-MM-DD"
                            + " or other ISO 8601 date/time format.",
                    value);
        } else if (text.length() > 4 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            findings.warning(
                    "INVALID_DATE_VALUE",
                    "The date " + text
                            + " might not resolve as expected. We recommend that you use the YYYY-MM-DD format.",
                    value);
        }
    }

    private void binary(Node value) {
        try {
            Base64.getDecoder().decode(value.text());
        } catch (IllegalArgumentException e) {
            findings.warning(
                    "TYPE_MISMATCH_STRING",
                    "Add a valid base64-encoded string value for the condition operator " + operator + ".",
                    value);
        }
    }

    private void wildcard(Node value) {
        if (value.text().indexOf('*') >= 0 || value.text().indexOf('?') >= 0) {
            findings.warning(
                    "WILDCARD_WITHOUT_LIKE_OPERATOR",
                    "Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update"
                            + " the condition operator to include Like.",
                    value);
        }
    }
}
