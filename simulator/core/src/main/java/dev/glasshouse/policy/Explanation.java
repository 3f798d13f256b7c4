package dev.glasshouse.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with its whole reasoning, in plain values that serialise to JSON.
 *
 * @param decision the outcome
 * @param summary one line that says why
 * @param policies every policy that was read, in order
 */
public record Explanation(Decision decision, String summary, List<PolicyTrace> policies) {

    /** An explanation over a copy of the list. */
    public Explanation {
        policies = List.copyOf(policies);
    }

    /**
     * What one policy said.
     *
     * @param kind the kind of policy
     * @param level the organization level it is attached to, or null
     * @param policyId its name
     * @param policyArn its ARN, or null
     * @param outcome {@code allow}, {@code deny}, {@code silent} or {@code unreadable}
     * @param statements what its statements said
     */
    public record PolicyTrace(
            PolicyKind kind,
            @Nullable String level,
            String policyId,
            @Nullable String policyArn,
            String outcome,
            List<Statement> statements) {}

    /**
     * What one statement said.
     *
     * @param index its place, from 0
     * @param sid its Sid, or null
     * @param effect {@code Allow} or {@code Deny}
     * @param applies whether all its elements matched
     * @param elements what each element said, in the order Action, Resource, Principal, Condition lines
     */
    public record Statement(int index, @Nullable String sid, String effect, boolean applies, List<Element> elements) {}

    /**
     * What one element said.
     *
     * @param element its name, such as {@code NotAction}, or for a condition {@code Condition}
     * @param operator the condition operator, or null
     * @param key the condition key, or null
     * @param policyValues the values in the policy
     * @param requestValues the values in the request; empty when the request has none
     * @param matched whether it matched
     * @param note more about why, or null
     */
    public record Element(
            String element,
            @Nullable String operator,
            @Nullable String key,
            List<String> policyValues,
            List<String> requestValues,
            boolean matched,
            @Nullable String note) {}
}
