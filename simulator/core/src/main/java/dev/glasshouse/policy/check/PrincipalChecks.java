package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The principals of a statement of a resource's policy. */
final class PrincipalChecks {

    private static final Set<String> KEYS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private final Node statement;
    private final Findings findings;

    PrincipalChecks(Node statement, Findings findings) {
        this.statement = statement;
        this.findings = findings;
    }

    void run(Node principal) {
        Node not = statement.get("NotPrincipal");
        if (not != null && isAllow(statement.get("Effect"))) {
            findings.security(
                    "ALLOW_WITH_NOT_PRINCIPAL",
                    "Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal"
                            + " instead.",
                    not);
        }
        if (principal.is(Kind.STRING) && principal.text().equals("*")) {
            return;
        }
        if (!principal.is(Kind.OBJECT)) {
            findings.error(
                    "INVALID_PRINCIPAL_FORMAT",
                    "The Principal element contents are not valid. Specify a key-value pair in the Principal element.",
                    principal);
            return;
        }
        if (principal.members().isEmpty()) {
            findings.suggestion(
                    "EMPTY_OBJECT_PRINCIPAL",
                    "This statement includes no principals and does not affect the policy. Specify principals.",
                    principal);
        }
        principal.members().forEach(this::key);
    }

    private void key(Member member) {
        if (!KEYS.contains(member.key())) {
            findings.error(
                    "INVALID_PRINCIPAL_KEY", "The principal key " + member.key() + " is not valid.", member.value());
            return;
        }
        if (member.value().is(Kind.ARRAY) && member.value().items().isEmpty()) {
            findings.suggestion(
                    "EMPTY_ARRAY_PRINCIPAL",
                    "This statement includes no principals and does not affect the policy. Specify principals.",
                    member.value());
        }
        for (Node value : member.value().list()) {
            if (value.is(Kind.STRING)) {
                value(member.key(), value);
            } else {
                PolicyChecks.mismatch(value, Kind.STRING, findings);
            }
        }
    }

    private void value(String key, Node value) {
        String text = value.text();
        VariableChecks.unsupported(value, findings);
        boolean wild = text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
        if (wild && !(key.equals("AWS") && text.equals("*"))) {
            findings.error(
                    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                    "Wildcards (*, ?) are not supported with the principal key " + key
                            + ". Replace the wildcard with a valid principal value.",
                    value);
        }
        if (key.equals("AWS") && isId(text, "AROA")) {
            findings.warning(
                    "INVALID_ROLE_REFERENCE",
                    "The Principal element includes the IAM role ID " + text
                            + ". We recommend that you use a role ARN instead.",
                    value);
        }
        if (key.equals("AWS") && isId(text, "AIDA")) {
            findings.warning(
                    "INVALID_USER_REFERENCE",
                    "The Principal element includes the IAM user ID " + text
                            + ". We recommend that you use a user ARN instead.",
                    value);
        }
    }

    private static boolean isId(String text, String prefix) {
        return text.startsWith(prefix)
                && text.length() >= 16
                && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }

    static boolean isAllow(@Nullable Node effect) {
        return effect != null && effect.text().equals("Allow");
    }
}
