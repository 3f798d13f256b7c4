package dev.glasshouse.policy.cases;

import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;

/**
 * One authorisation question and every policy that bears on it.
 *
 * @param request the question
 * @param policies the policies
 */
public record AuthorizationCase(PolicyRequest request, PolicySet policies) {

    /** The answer. */
    public Decision decide() {
        return PolicyEngine.decide(request, policies);
    }

    /** The answer with its reasoning. */
    public Explanation explain() {
        return PolicyEngine.explain(request, policies);
    }
}
