package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import dev.glasshouse.policy.match.Glob;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an identity's policy says about passing roles and making service-linked ones. */
final class RoleChecks {

    private static final String PASS = "iam:passrole";
    private static final String LINK = "iam:createservicelinkedrole";

    private final Node statement;
    private final PolicyUse use;
    private final Findings findings;

    RoleChecks(Node statement, PolicyUse use, Findings findings) {
        this.statement = statement;
        this.use = use;
        this.findings = findings;
    }

    void run() {
        if (use != PolicyUse.IDENTITY_POLICY || !PrincipalChecks.isAllow(statement.get("Effect"))) {
            return;
        }
        Parts parts = new Parts(statement);
        if (!parts.hasKey("iam:passedtoservice")) {
            pass();
        }
        if (!parts.hasKey("iam:awsservicename")) {
            link();
        }
    }

    private void pass() {
        Node exact = exact(PASS);
        Node broad = broad(PASS);
        Node star = star();
        Node not = statement.get("NotResource");
        String specify = " We recommend that you specify resource ARNs instead.";
        String multiple =
                " can be overly permissive because it can allow iam:PassRole permissions on multiple resources.";
        String passed =
                " We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.";
        Node notAction = notAction(PASS);
        if (not != null) {
            if (exact != null) {
                security(
                        "WITH_NOT_RESOURCE",
                        "the iam:PassRole action with NotResource" + multiple + specify,
                        exact,
                        not);
            } else if (broad != null) {
                security(
                        "WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                        "an action with a wildcard (*) and NotResource" + multiple + specify,
                        broad,
                        not);
            } else if (notAction != null) {
                security(
                        "WITH_NOT_ACTION_AND_NOT_RESOURCE",
                        "NotAction with NotResource" + multiple + "." + specify,
                        notAction,
                        not);
            }
        } else if (star != null) {
            String all = " can be overly permissive because it allows iam:PassRole permissions on all resources.";
            if (exact != null) {
                security(
                        "WITH_STAR_IN_RESOURCE",
                        "the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it"
                                + " allows iam:PassRole permissions on multiple resources." + passed,
                        exact,
                        star);
            } else if (broad != null) {
                security(
                        "WITH_STAR_IN_ACTION_AND_RESOURCE",
                        "wildcards (*) in the action and the resource" + all + passed,
                        broad,
                        star);
            } else if (notAction != null) {
                security(
                        "WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
                        "a resource with wildcards (*) and NotAction" + all + passed,
                        notAction,
                        star);
            }
        }
    }

    private void security(String code, String details, Node... at) {
        findings.security("PASS_ROLE_" + code, "Using " + details, at);
    }

    private void link() {
        Node star = star();
        Node broad = broad(LINK);
        Node notAction = notAction(LINK);
        String rest = " can allow creation of unintended service-linked roles because it allows"
                + " iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs"
                + " instead.";
        Node exact = exact(LINK);
        Node not = statement.get("NotResource");
        if (not != null) {
            linkOutside(exact, broad, notAction, not);
        } else if (star != null && exact != null) {
            findings.warning(
                    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
                    "Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of"
                            + " unintended service-linked roles. We recommend that you specify resource ARNs instead.",
                    exact,
                    star);
        } else if (star != null && broad != null) {
            findings.warning(
                    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
                    "Using wildcards (*) in the action and the resource" + rest,
                    broad,
                    star);
        } else if (star != null && notAction != null) {
            findings.warning(
                    "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
                    "Using a resource with wildcards (*) and NotAction" + rest,
                    notAction,
                    star);
        }
    }

    private void linkOutside(@Nullable Node exact, @Nullable Node broad, @Nullable Node notAction, Node not) {
        String creation = " can allow creation of unintended service-linked roles";
        String multiple = " iam:CreateServiceLinkedRole permissions on multiple resources.";
        String specify = " We recommend that you specify resource ARNs instead.";
        if (exact != null) {
            findings.warning(
                    "CREATE_SLR_WITH_NOT_RESOURCE",
                    "Using the iam:CreateServiceLinkedRole action with NotResource" + creation
                            + " for multiple resources." + specify,
                    exact,
                    not);
        } else if (broad != null) {
            findings.warning(
                    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                    "Using an action with a wildcard(*) and NotResource" + creation + " because it can allow" + multiple
                            + specify,
                    broad,
                    not);
        } else if (notAction != null) {
            findings.warning(
                    "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
                    "Using NotAction with NotResource" + creation + " because it allows" + multiple + specify,
                    notAction,
                    not);
        }
    }

    private @Nullable Node exact(String wanted) {
        Node actions = statement.get("Action");
        if (actions != null) {
            for (Node action : actions.strings()) {
                if (action.text().equalsIgnoreCase(wanted)) {
                    return action;
                }
            }
        }
        return null;
    }

    /** A pattern among the actions that takes this one in. */
    private @Nullable Node broad(String wanted) {
        Node actions = statement.get("Action");
        if (actions != null) {
            for (Node action : actions.strings()) {
                String text = action.text().toLowerCase(Locale.ROOT);
                if (!text.equals(wanted) && Glob.compile(text).matches(wanted)) {
                    return action;
                }
            }
        }
        return null;
    }

    /** The excepted actions, where this one is not among them. */
    private @Nullable Node notAction(String wanted) {
        Node excepted = statement.get("NotAction");
        if (excepted == null) {
            return null;
        }
        for (Node action : excepted.strings()) {
            if (Glob.compile(action.text().toLowerCase(Locale.ROOT)).matches(wanted)) {
                return null;
            }
        }
        return excepted;
    }

    /** A resource that stands for every role, of any account or of one. */
    private @Nullable Node star() {
        Node resources = statement.get("Resource");
        if (resources != null) {
            for (Node resource : resources.strings()) {
                String text = resource.text();
                boolean roles = text.startsWith("arn:") && (text.endsWith(":role/*") || text.endsWith(":*"));
                if (text.equals("*") || (roles && text.contains(":iam:"))) {
                    return resource;
                }
            }
        }
        return null;
    }
}
