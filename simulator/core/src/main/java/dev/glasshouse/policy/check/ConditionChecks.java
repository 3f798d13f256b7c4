package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The condition block of a statement. */
final class ConditionChecks {

    private final Findings findings;

    ConditionChecks(Findings findings) {
        this.findings = findings;
    }

    void run(Node condition) {
        if (!condition.is(Kind.OBJECT)) {
            PolicyChecks.mismatch(condition, Kind.OBJECT, findings);
            return;
        }
        if (condition.members().isEmpty()) {
            empty(condition);
        }
        condition.members().forEach(this::operator);
    }

    private void empty(Node block) {
        findings.suggestion(
                "EMPTY_OBJECT_CONDITION",
                "This condition block is empty and it does not affect the policy. Specify conditions.",
                block);
    }

    private void operator(Member member) {
        Node keys = member.value();
        String name = member.key();
        Operator operator = Operator.of(name);
        String plain = operator.plain();
        if (!operator.exists()) {
            findings.error(
                    "INVALID_CONDITION_OPERATOR",
                    "The condition operator " + name + " is not valid. Use a valid condition operator.",
                    keys);
            return;
        }
        if (plain.equals("Null") && operator.ifExists()) {
            findings.error(
                    "NULL_WITH_IF_EXISTS",
                    "The Null condition operator cannot be used with the IfExists suffix. Update the operator or the"
                            + " suffix.",
                    keys);
        }
        if (plain.equals("Null") && !operator.qualifier().isEmpty()) {
            findings.suggestion(
                    "NULL_WITH_QUALIFIER",
                    "Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because"
                            + " they always return a true or false respectively.",
                    keys);
        }
        if (!keys.is(Kind.OBJECT)) {
            PolicyChecks.mismatch(keys, Kind.OBJECT, findings);
            return;
        }
        if (keys.members().isEmpty()) {
            empty(keys);
        }
        keys(keys, name, plain);
    }

    private void keys(Node keys, String name, String plain) {
        Map<String, Node> seen = new HashMap<>();
        for (Member member : keys.members()) {
            String key = member.key();
            Node values = member.value();
            Node twin = seen.putIfAbsent(key.toLowerCase(Locale.ROOT), values);
            if (twin != null) {
                findings.error(
                        "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
                        "The condition key " + key
                                + " appears more than once with different capitalization in the same condition block."
                                + " Remove the duplicate condition keys.",
                        twin,
                        values);
            }
            int colon = key.indexOf(':');
            if (colon <= 0 || colon == key.length() - 1) {
                findings.error(
                        "INVALID_CONDITION_KEY_FORMAT",
                        "The condition key format is not valid. Use the format service:keyname.",
                        values);
            } else {
                new KeyChecks(findings).run(name, plain, key, values);
            }
            if (values.is(Kind.ARRAY) && values.items().isEmpty()) {
                emptyArray(name, key, values);
            }
            new ConditionValues(name, plain, key, findings).run(values);
        }
    }

    /** What no values mean depends on what stands before and after the operator. */
    private void emptyArray(String name, String key, Node values) {
        String instead = " To determine if the request context is empty, we recommend that you use the Null condition"
                + " operator with the value of true instead.";
        if (name.startsWith("ForAllValues:")) {
            findings.suggestion(
                    "EMPTY_ARRAY_CONDITION_FORALLVALUES",
                    "The ForAllValues prefix with an empty condition key matches only if the key " + key
                            + " is missing from the request context." + instead,
                    values);
        } else if (name.startsWith("ForAnyValue:")) {
            findings.suggestion(
                    "EMPTY_ARRAY_CONDITION_FORANYVALUE",
                    "The ForAnyValue prefix with an empty condition key " + key
                            + " never matches the request context and it does not affect the policy. Specify"
                            + " conditions.",
                    values);
        } else if (name.endsWith("IfExists")) {
            findings.suggestion(
                    "EMPTY_ARRAY_CONDITION_IFEXISTS",
                    "The IfExists suffix with an empty condition key matches only if the key " + key
                            + " is missing from the request context." + instead,
                    values);
        } else {
            findings.suggestion(
                    "EMPTY_ARRAY_CONDITION",
                    "There are no values for the condition key " + key
                            + " and it does not affect the policy. Specify conditions.",
                    values);
        }
    }
}
