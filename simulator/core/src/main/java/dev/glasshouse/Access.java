package dev.glasshouse;

import dev.glasshouse.gateway.Inquiries;
import dev.glasshouse.policy.ExplanationText;
import dev.glasshouse.policy.PolicyKind;
import java.util.Set;

/**
 * What the policy engine says of a principal, an action and a resource, in a sandbox as it is now.
 *
 * @param finding the question with its decision and the reasoning behind it
 */
public record Access(Inquiries.Finding finding) {

    /** Whether a call would be authorised. */
    public boolean isAllowed() {
        return finding.question().decision().isAllowed();
    }

    /** Every kind of policy that stands in the way, in the order in which AWS names them; empty where it is allowed. */
    public Set<PolicyKind> deniedBy() {
        return finding.question().decision().deniedBy();
    }

    /** The reasoning for people, as {@code glasshouse why} prints it. */
    public String why() {
        String arn = finding.caller().arn();
        String who = arn.isEmpty() ? finding.caller().principalId() : arn;
        String text = who + "\n" + ExplanationText.of(finding.question().request(), finding.explanation());
        return finding.remark() == null ? text : text + "  note: " + finding.remark() + "\n";
    }
}
