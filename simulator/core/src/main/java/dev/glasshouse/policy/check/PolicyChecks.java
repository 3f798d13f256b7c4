package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Access Analyzer's checks of one policy. Those of AWS's checks that are not done stand in docs/iam-fidelity.md.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html">Policy
 *     validation check reference</a>
 */
public final class PolicyChecks {

    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");

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
     * @param type the type of the resource that the policy is of, of a resource's policy and where it is known
     */
    public static List<Finding> check(String text, PolicyUse kind, @Nullable ResourceType type) {
        Findings findings = new Findings(text);
        try {
            Node root = SourceTree.read(text);
            document(root, kind, type, findings);
            SizeChecks.run(text, root, kind, type, findings);
        } catch (SourceTree.SyntaxException e) {
            findings.syntax(Math.min(e.offset, text.length()));
        }
        return findings.inOrder();
    }

    private static void document(Node root, PolicyUse kind, @Nullable ResourceType type, Findings findings) {
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
                new StatementChecks(each, kind, type, findings).run();
            } else {
                mismatch(each, Kind.OBJECT, findings);
            }
        }
        SidChecks.unique(statement.list(), kind, findings);
        RedundancyChecks.statements(statement.list(), findings);
        if (type == ResourceType.ROLE) {
            TrustChecks.anywhere(statement.list(), findings);
        }
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

    static void mismatch(Node node, Kind expected, Findings findings) {
        findings.error(
                "DATA_TYPE_MISMATCH",
                "The text does not match the expected JSON data type " + expected.title + ".",
                node);
    }
}
