package dev.glasshouse.policy;

/**
 * A decision's reasoning for people: what each policy said, why each element of its statements matched or not, AWS's pages
 * of the rules, and what would have allowed it.
 */
public final class ExplanationText {

    private ExplanationText() {}

    /** The text, in lines that end with a line feed. */
    public static String of(PolicyRequest request, Explanation explanation) {
        StringBuilder out = new StringBuilder();
        out.append(explanation.decision().effect().word())
                .append(": ")
                .append(request.action())
                .append(" on ")
                .append(request.resourceArn())
                .append('\n');
        out.append("  ").append(explanation.summary());
        out.append(" (").append(explanation.page()).append(")\n");
        for (Explanation.PolicyTrace policy : explanation.policies()) {
            out.append("  ").append(policy.kind().word()).append(" policy ").append(policy.policyId());
            if (policy.level() != null) {
                out.append(" (").append(policy.level()).append(')');
            }
            out.append(": ").append(policy.outcome());
            out.append(" (").append(policy.page()).append(")\n");
            policy.statements().forEach(statement -> statement(statement, out));
        }
        return out.toString();
    }

    /** What would have allowed it, in lines. */
    public static String of(Remedy remedy) {
        StringBuilder out = new StringBuilder();
        if (remedy.refusal() != null) {
            out.append("  no statement would have allowed it: ").append(remedy.refusal());
            out.append('\n');
        }
        for (Remedy.Change change : remedy.changes()) {
            out.append("  to allow it, add to ").append(article(change));
            out.append(name(change.kind()));
            out.append(change.policyId() == null ? "" : " " + change.policyId());
            out.append(change.level() == null ? "" : " (" + change.level() + ")");
            out.append(": ").append(change.statement()).append('\n');
        }
        return out.toString();
    }

    private static String article(Remedy.Change change) {
        if (change.policyId() != null) {
            return "the ";
        }
        return change.kind() == PolicyKind.IDENTITY ? "an " : "a ";
    }

    private static void statement(Explanation.Statement statement, StringBuilder out) {
        out.append("    ")
                .append(statement.effect())
                .append(' ')
                .append(statement.sid() == null ? "statement " + statement.index() : statement.sid())
                .append(statement.applies() ? " applies" : " does not apply")
                .append('\n');
        for (Explanation.Element element : statement.elements()) {
            out.append(element.matched() ? "      + " : "      - ").append(name(element));
            if (element.matched()) {
                out.append(": ").append(element.why()).append('\n');
                continue;
            }
            out.append(" wants ").append(element.policyValues());
            out.append(", the request has ").append(element.requestValues());
            out.append(element.note() == null ? "\n" : " (" + element.note() + ")\n");
        }
    }

    private static String name(Explanation.Element element) {
        StringBuilder name = new StringBuilder(element.element());
        if (element.operator() != null) {
            name.append(' ').append(element.operator());
        }
        if (element.key() != null) {
            name.append(' ').append(element.key());
        }
        return name.toString();
    }

    /** The name of a kind of policy in a sentence: {@code permissions boundary}. */
    public static String name(PolicyKind kind) {
        return switch (kind) {
            case RCP -> "resource control policy";
            case SCP -> "service control policy";
            case VPC_ENDPOINT -> "VPC endpoint policy";
            case RESOURCE -> "resource policy";
            case IDENTITY -> "identity policy";
            case BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
            case S3_BLOCK_PUBLIC_ACCESS -> "S3 Block Public Access";
        };
    }
}
