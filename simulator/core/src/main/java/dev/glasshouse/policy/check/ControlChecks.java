package dev.glasshouse.policy.check;

import dev.glasshouse.policy.RcpServices;
import dev.glasshouse.policy.check.Node.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The statements of resource control policies. */
final class ControlChecks {

    private static final Set<String> OF_PRINCIPALS =
            Set.of("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths");

    private static final Set<String> OF_SOURCES =
            Set.of("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths");

    private static final String BEGIN =
            "RCPs impact IAM roles, users, and AWS service principals. To prevent unintended" + " impact to ";
    private static final String ADD = ", an additional statement should be added to the Condition block ";

    private final Parts parts;
    private final Findings findings;

    ControlChecks(Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    void run() {
        principal();
        allow();
        actions();
        if (parts.isDeny()) {
            conditions();
        }
    }

    private boolean isEveryone() {
        Node principal = parts.statement().get("Principal");
        return principal != null
                && principal.is(Kind.STRING)
                && principal.text().equals("*");
    }

    private void principal() {
        Node not = parts.statement().get("NotPrincipal");
        Node principal = parts.statement().get("Principal");
        Node wrong = not != null ? not : isEveryone() ? null : principal;
        if (wrong != null) {
            findings.error(
                    "RCP_SYNTAX_ERROR_PRINCIPAL",
                    "The Principal element contents are not valid. RCPs only support specifying all principals (\"*\") in"
                            + " the Principal element. The NotPrincipal element is not supported for RCPs.",
                    wrong);
        }
    }

    private void allow() {
        List<Node> resources = parts.strings("Resource");
        boolean all = resources.stream().anyMatch(resource -> resource.text().equals("*"));
        Node effect = parts.statement().get("Effect");
        if (effect != null
                && parts.isAllow()
                && !(isEveryone() && all && parts.statement().get("Condition") == null)) {
            findings.error(
                    "RCP_SYNTAX_ERROR_ALLOW",
                    "RCPs only support specifying all principals (\"*\") in the Principal element, all resources (\"*\")"
                            + " in the Resource element, and no Condition element with an effect of Allow.",
                    effect);
        }
    }

    private void actions() {
        Node not = parts.statement().get("NotAction");
        if (not != null) {
            findings.error(
                    "RCP_SYNTAX_ERROR_NOTACTION",
                    "RCPs do not support the NotAction element. Update to use the Action element.",
                    not);
        }
        for (Node action : parts.strings("Action")) {
            String text = action.text().toLowerCase(Locale.ROOT);
            int colon = text.indexOf(':');
            boolean reached = colon > 0 && RcpServices.supports(text.substring(0, colon));
            if (!reached && !(parts.isAllow() && text.equals("*"))) {
                findings.error(
                        "RCP_SYNTAX_ERROR_ACTION",
                        "RCPs only support specifying select service prefixes in the Action element. Learn more here.",
                        action);
            }
        }
    }

    /** Keys that callers of one sort have not, denied to who does not have the right value. */
    private void conditions() {
        for (Parts.Line line : parts.conditions()) {
            if (!line.operator().isNegated()) {
                continue;
            }
            if (OF_PRINCIPALS.contains(line.lower()) && !isService("false")) {
                findings.warning(
                        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
                        BEGIN + "services acting on your behalf using a service principal" + ADD
                                + "\"BoolIfExists\": { \"aws:PrincipalIsAWSService\": \"false\"} whenever a principal key "
                                + line.key() + " is used.",
                        line.values());
            } else if (OF_SOURCES.contains(line.lower())) {
                sources(line);
            }
        }
    }

    private void sources(Parts.Line line) {
        if (!isService("true")) {
            findings.warning(
                    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
                    BEGIN + "your principals" + ADD
                            + "\"BoolIfExists\": { \"aws:PrincipalIsAWSService\": \"true\"} whenever the key "
                            + line.key()
                            + " is used.",
                    line.values());
        }
        boolean present = parts.conditions().stream()
                .anyMatch(other -> other.operator().plain().equals("Null")
                        && (other.lower().equals("aws:sourceaccount")
                                || other.lower().equals("aws:sourcearn"))
                        && only(other, "false"));
        if (!present) {
            findings.warning(
                    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
                    "The specified service may have a service integration that does not require the use of the "
                            + line.key()
                            + " condition key. To prevent unintended impact to services acting on your behalf using a"
                            + " service principal" + ADD
                            + "\"Null\": { \"aws:SourceAccount\": \"false\"} or \"Null\": { \"aws:SourceArn\": \"false\"}"
                            + " whenever the key " + line.key() + " is used.",
                    line.values());
        }
    }

    private boolean isService(String wanted) {
        return parts.conditions().stream()
                .anyMatch(line -> line.operator().plain().equals("Bool")
                        && line.lower().equals("aws:principalisawsservice")
                        && only(line, wanted));
    }

    private static boolean only(Parts.Line line, String wanted) {
        return line.values().list().stream().allMatch(value -> value.text().equalsIgnoreCase(wanted));
    }
}
