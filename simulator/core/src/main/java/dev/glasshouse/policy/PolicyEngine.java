package dev.glasshouse.policy;

import dev.glasshouse.policy.Explanation.PolicyTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a request is allowed, as
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html says. Stateless: the same
 * question with the same policies has the same answer.
 */
public final class PolicyEngine {

    private PolicyEngine() {}

    /** Decides a request. */
    public static Decision decide(PolicyRequest request, PolicySet policies) {
        return new Evaluation(request, policies, null).decide();
    }

    /** Decides a request in the same way and tells the whole reasoning. */
    public static Explanation explain(PolicyRequest request, PolicySet policies) {
        List<PolicyTrace> traces = new ArrayList<>();
        Decision decision = new Evaluation(request, policies, traces).decide();
        return new Explanation(
                decision, Summary.of(request, policies, decision, traces), traces, RulePages.decision(request));
    }
}
