package dev.glasshouse.policy.cases;

import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyKind;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import java.util.Set;

/**
 * One authorisation question and every policy that bears on it.
 *
 * @param request the question
 * @param policies the policies
 */
public record AuthorizationCase(PolicyRequest request, PolicySet policies) {

    /** The answer. */
    public Decision decide() {
        Decision decision = PolicyEngine.decide(request, policies);
        return decision.isAllowed() && ServiceRefusals.refuses(request)
                ? new Decision(Decision.Effect.IMPLICITLY_DENIED, Set.of(PolicyKind.RESOURCE), null, null)
                : decision;
    }

    /** The answer with its reasoning. */
    public Explanation explain() {
        return PolicyEngine.explain(request, policies);
    }
}
