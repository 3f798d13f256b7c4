package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.util.List;
import java.util.Set;

/**
 * Access Analyzer's checks of one policy. Those of AWS's checks that are not done stand in docs/iam-fidelity.md.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html">Policy
 *     validation check reference</a>
 */
public final class PolicyChecks {

    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final int IDENTITY_QUOTA = 6_144;
    private static final int SCP_QUOTA = 5_120;

    private PolicyChecks() {}

    /** What a policy is for. */
    public enum PolicyUse {
        IDENTITY_POLICY,
        RESOURCE_POLICY,
        SERVICE_CONTROL_POLICY,
        RESOURCE_CONTROL_POLICY
    }

    /**
     * The findings, in the order of the text.
     *
     * @param text the policy; whatever it is, the answer is findings
     * @param resources whether each statement must name resources
     */
    public static List<Finding> check(String text, PolicyUse kind, boolean resources) {
        Findings findings = new Findings(text);
        try {
            document(SourceTree.read(text), kind, resources, findings);
            if (kind == PolicyUse.IDENTITY_POLICY) {
                size(text, findings);
            } else if (kind == PolicyUse.SERVICE_CONTROL_POLICY && text.length() > SCP_QUOTA) {
                findings.error(
                        "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
                        "The " + text.length() + " characters in the service control policy (SCP) exceed the "
                                + SCP_QUOTA
                                + " character maximum for SCPs. We recommend that you use multiple granular policies.",
                        SourceTree.read(text));
            }
        } catch (SourceTree.SyntaxException e) {
            findings.syntax(Math.min(e.offset, text.length()));
        }
        return findings.inOrder();
    }

    private static void document(Node root, PolicyUse kind, boolean resources, Findings findings) {
        if (!root.is(Kind.OBJECT)) {
            mismatch(root, Kind.OBJECT, findings);
            return;
        }
        for (Member member : root.members()) {
            if (!TOP.contains(member.key())) {
                findings.error(
                        "INVALID_POLICY_ELEMENT",
                        "The policy element " + member.key() + " is not valid.",
                        member.value());
            }
        }
        version(root, findings);
        Node id = root.get("Id");
        if (id != null && !id.is(Kind.STRING)) {
            mismatch(id, Kind.STRING, findings);
        }
        Node statement = root.get("Statement");
        if (statement == null || (statement.is(Kind.ARRAY) && statement.items().isEmpty())) {
            findings.error("MISSING_STATEMENT", "Add a statement to the policy", statement == null ? root : statement);
            return;
        }
        Node version = root.get("Version");
        boolean variables = version != null && version.text().equals("2012-10-17");
        for (Node each : statement.list()) {
            if (each.is(Kind.OBJECT)) {
                if (!variables) {
                    VariableChecks.version(each, findings);
                }
                new StatementChecks(each, kind, resources, findings).run();
            } else {
                mismatch(each, Kind.OBJECT, findings);
            }
        }
        SidChecks.unique(statement.list(), kind, findings);
    }

    private static void version(Node root, Findings findings) {
        Node version = root.get("Version");
        if (version == null) {
            findings.warning(
                    "MISSING_VERSION",
                    "We recommend that you specify the Version element to help you with debugging permission issues.",
                    root);
        } else if (!version.is(Kind.STRING)) {
            mismatch(version, Kind.STRING, findings);
        } else if (!version.text().equals("2012-10-17") && !version.text().equals("2008-10-17")) {
            findings.error(
                    "INVALID_VERSION",
                    "The version " + version.text()
                            + " is not valid. Use one of the following versions: 2012-10-17, 2008-10-17",
                    version);
        }
    }

    private static void size(String text, Findings findings) throws SourceTree.SyntaxException {
        long size = text.chars().filter(c -> !Character.isWhitespace(c)).count();
        if (size > IDENTITY_QUOTA) {
            findings.warning(
                    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
                    "The " + size + " characters in the identity policy, excluding whitespace, exceed the "
                            + IDENTITY_QUOTA
                            + " character maximum for inline and managed policies. We recommend that you use multiple"
                            + " granular policies.",
                    SourceTree.read(text));
        }
    }

    static void mismatch(Node node, Kind expected, Findings findings) {
        findings.error(
                "DATA_TYPE_MISMATCH",
                "The text does not match the expected JSON data type " + expected.title + ".",
                node);
    }
}
