package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.match.Glob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Who a role's trust policy lets in, and by which operation. */
final class TrustChecks {

    private static final String SAML = "sts:AssumeRoleWithSAML";
    private static final String WEB = "sts:AssumeRoleWithWebIdentity";
    private static final String ROLE = "sts:AssumeRole";
    private static final Set<String> ANYWHERE = Set.of("sts:assumerole", "sts:setsourceidentity", "sts:tagsession");

    private final Parts parts;
    private final Findings findings;

    TrustChecks(Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    void run() {
        elements();
        federated();
        actions();
        redundant();
        new OidcChecks(parts, findings).run();
    }

    private void elements() {
        Node not = parts.statement().get("NotPrincipal");
        if (not != null) {
            findings.error(
                    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
                    "Role trust policies do not support NotPrincipal. Update the policy to use a Principal element"
                            + " instead.",
                    not);
        }
        for (String element : List.of("Resource", "NotResource")) {
            Node resource = parts.statement().get(element);
            if (resource != null) {
                findings.error(
                        "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
                        "Role trust policies apply to the role that they are attached to. You cannot specify a resource."
                                + " Remove the Resource or NotResource element.",
                        resource);
            }
        }
        Node principal = parts.statement().get("Principal");
        if (principal != null && principal.is(Kind.STRING) && principal.text().equals("*")) {
            findings.error(
                    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                    "\"Principal:\" \"*\" is not supported in the principal element of a role trust policy. Replace the"
                            + " wildcard with a valid principal value.",
                    principal);
        }
    }

    private void federated() {
        for (Node provider : parts.principals("Federated")) {
            String text = provider.text();
            if (!Wild.is(text) && !isProviderArn(text, "saml-provider/") && !OidcChecks.isProvider(text)) {
                findings.error(
                        "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
                        "The principal value specifies a federated principal that does not match the expected format."
                                + " Update the federated principal to a domain name or a SAML metadata ARN.",
                        provider);
            }
        }
    }

    static boolean isProviderArn(String text, String resource) {
        String[] fields = text.split(":", 6);
        return fields.length == 6
                && fields[0].equals("arn")
                && fields[2].equals("iam")
                && fields[3].isEmpty()
                && fields[4].length() == 12
                && fields[4].chars().allMatch(c -> c >= '0' && c <= '9')
                && fields[5].startsWith(resource)
                && fields[5].length() > resource.length();
    }

    /** Actions that none of the statement's principals could take. */
    private void actions() {
        List<Node> federated = parts.principals("Federated");
        List<Node> others = new ArrayList<>(parts.principals("AWS"));
        others.addAll(parts.principals("Service"));
        List<Node> all = new ArrayList<>(others);
        all.addAll(federated);
        if (all.isEmpty() || all.stream().anyMatch(principal -> Wild.is(principal.text()))) {
            return;
        }
        for (Node action : parts.strings("Action")) {
            String text = action.text();
            boolean some = true;
            if (text.equalsIgnoreCase(SAML)) {
                some = federated.stream().anyMatch(provider -> isProviderArn(provider.text(), "saml-provider/"));
            } else if (text.equalsIgnoreCase(WEB)) {
                some = federated.stream().anyMatch(provider -> OidcChecks.isProvider(provider.text()));
            } else if (text.equalsIgnoreCase(ROLE)) {
                some = !others.isEmpty();
            }
            if (!some) {
                findings.error(
                        "MISMATCHED_ACTION_FOR_PRINCIPAL",
                        "The " + text + " action is invalid with the following principal(s): "
                                + all.stream().map(Node::text).collect(Collectors.joining(", "))
                                + ". Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC"
                                + " provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider"
                                + " is Federated if you use either of the two options.",
                        action);
            }
        }
    }

    /** Sessions of roles that are principals themselves. */
    private void redundant() {
        List<Node> principals = parts.principals("AWS");
        for (Node session : principals) {
            String[] fields = session.text().split(":", 6);
            String[] names = fields.length == 6 ? fields[5].split("/") : new String[0];
            if (names.length != 3 || !names[0].equals("assumed-role")) {
                continue;
            }
            for (Node role : principals) {
                String[] parent = role.text().split(":", 6);
                if (parent.length == 6
                        && parent[2].equals("iam")
                        && parent[1].equals(fields[1])
                        && parent[4].equals(fields[4])
                        && parent[5].startsWith("role/")
                        && parent[5].substring(parent[5].lastIndexOf('/') + 1).equals(names[1])) {
                    findings.suggestion(
                            "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
                            "The assumed-role principal " + session.text() + " is redundant with its parent role "
                                    + role.text() + ". Remove the assumed-role principal.",
                            session);
                    break;
                }
            }
        }
    }

    /** What IAM Roles Anywhere needs, over all the statements that let it in. */
    static void anywhere(List<Node> statements, Findings findings) {
        Set<String> missing = new HashSet<>(ANYWHERE);
        Node first = null;
        for (Node statement : statements) {
            Parts parts = new Parts(statement);
            if (!parts.isAllow() || statement.get("Action") == null) {
                continue;
            }
            for (Node service : parts.principals("Service")) {
                if (service.text().equals("rolesanywhere.amazonaws.com")) {
                    first = first == null ? statement.get("Action") : first;
                    parts.strings("Action").forEach(action -> {
                        Glob pattern = Glob.compile(action.text().toLowerCase(Locale.ROOT));
                        missing.removeIf(pattern::matches);
                    });
                }
            }
        }
        if (first != null && !missing.isEmpty()) {
            findings.error(
                    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
                    "The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole,"
                            + " sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the missing"
                            + " permissions to the policy.",
                    first);
        }
    }
}
