package dev.glasshouse.policy.check;

import dev.glasshouse.policy.PolicyElements;
import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import org.jspecify.annotations.Nullable;

/** The elements of one statement. */
final class StatementChecks {

    private final Node statement;
    private final PolicyUse use;
    private final @Nullable ResourceType type;
    private final Findings findings;

    StatementChecks(Node statement, PolicyUse use, @Nullable ResourceType type, Findings findings) {
        this.statement = statement;
        this.use = use;
        this.type = type;
        this.findings = findings;
    }

    void run() {
        elements();
        Node sid = statement.get("Sid");
        if (sid != null) {
            SidChecks.one(sid, use, findings);
        }
        effect();
        combination("Principal", "NotPrincipal");
        combination("Action", "NotAction");
        combination("Resource", "NotResource");
        principals();
        actions();
        resources();
        Node condition = statement.get("Condition");
        if (condition != null) {
            new ConditionChecks(findings).run(condition);
        }
        new RoleChecks(statement, use, findings).run();
        meaning(new Parts(statement));
    }

    /** What the elements say together. */
    private void meaning(Parts parts) {
        LineChecks lines = new LineChecks(parts, type, findings);
        parts.conditions().forEach(line -> {
            KeyTypeChecks.run(line, findings);
            ServicePrincipalChecks.names(line, findings);
            RedundancyChecks.condition(line, findings);
            lines.run(line);
        });
        if (use == PolicyUse.RESOURCE_CONTROL_POLICY) {
            new ControlChecks(parts, findings).run();
        } else if (use == PolicyUse.RESOURCE_POLICY) {
            ServicePrincipalChecks.source(parts, findings);
            if (type != null) {
                new ResourceTypeChecks(parts, type, findings).run();
            }
            if (type == ResourceType.ROLE) {
                new TrustChecks(parts, findings).run();
            }
        }
    }

    /** A role's trust policy names none; the policies of types that are not known may not have to. */
    private boolean namesResources() {
        return use != PolicyUse.RESOURCE_POLICY || (type != null && type != ResourceType.ROLE);
    }

    private void elements() {
        for (Member member : statement.members()) {
            if (!PolicyElements.STATEMENT.contains(member.key())) {
                findings.error(
                        "INVALID_POLICY_ELEMENT",
                        "The policy element " + member.key() + " is not valid.",
                        member.value());
            }
        }
    }

    private void effect() {
        Node effect = statement.get("Effect");
        if (effect == null) {
            findings.error(
                    "MISSING_EFFECT",
                    "Add an Effect element to the policy statement with a value of Allow or Deny.",
                    statement);
        } else if (!effect.is(Kind.STRING)) {
            PolicyChecks.mismatch(effect, Kind.STRING, findings);
        } else if (!effect.text().equals("Allow") && !effect.text().equals("Deny")) {
            findings.error(
                    "INVALID_EFFECT", "The effect " + effect.text() + " is not valid. Use Allow or Deny.", effect);
        }
    }

    private void combination(String plain, String not) {
        Node one = statement.get(plain);
        Node other = statement.get(not);
        if (one != null && other != null) {
            findings.error(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    "The policy elements " + plain + " and " + not
                            + " can not be used in the same statement. Remove one of these elements.",
                    one,
                    other);
        }
    }

    private void principals() {
        Node principal = either("Principal", "NotPrincipal");
        if (principal == null) {
            if (use == PolicyUse.RESOURCE_POLICY) {
                findings.error("MISSING_PRINCIPAL", "Add a Principal element to the policy statement.", statement);
            }
            return;
        }
        if (use == PolicyUse.IDENTITY_POLICY) {
            findings.error(
                    "UNSUPPORTED_PRINCIPAL",
                    "The policy type IDENTITY_POLICY does not support the Principal element. Remove the Principal"
                            + " element.",
                    principal);
        } else if (use == PolicyUse.SERVICE_CONTROL_POLICY) {
            findings.error(
                    "SCP_SYNTAX_ERROR_PRINCIPAL",
                    "SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.",
                    principal);
        } else {
            new PrincipalChecks(statement, findings).run(principal);
        }
    }

    private void actions() {
        Node actions = either("Action", "NotAction");
        if (actions == null) {
            findings.error("MISSING_ACTION", "Add an Action or NotAction element to the policy statement.", statement);
        } else if (actions.is(Kind.ARRAY) && actions.items().isEmpty()) {
            findings.suggestion(
                    "EMPTY_ARRAY_ACTION",
                    "This statement includes no actions and does not affect the policy. Specify actions.",
                    actions);
        } else {
            texts(actions);
            actions.strings().forEach(action -> VariableChecks.unsupported(action, findings));
            ActionChecks.run(actions.strings(), findings);
        }
    }

    private void resources() {
        Node named = either("Resource", "NotResource");
        if (named == null) {
            if (namesResources()) {
                findings.error(
                        "MISSING_RESOURCE",
                        "Add a Resource or NotResource element to the policy statement.",
                        statement);
            }
        } else if (named.is(Kind.ARRAY) && named.items().isEmpty()) {
            findings.suggestion(
                    "EMPTY_ARRAY_RESOURCE",
                    "This statement includes no resources and does not affect the policy. Specify resources.",
                    named);
        } else {
            texts(named);
            ResourceChecks.run(named.strings(), findings);
        }
    }

    private void texts(Node values) {
        for (Node value : values.list()) {
            if (!value.is(Kind.STRING)) {
                PolicyChecks.mismatch(value, Kind.STRING, findings);
            }
        }
    }

    private @Nullable Node either(String plain, String not) {
        Node node = statement.get(plain);
        return node == null ? statement.get(not) : node;
    }
}
