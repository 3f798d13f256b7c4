package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.PolicyRequest;

/**
 * One authorisation request that was put to the policy engine, and its answer.
 *
 * @param asked what the operation's plan asked
 * @param request the question as the engine got it
 * @param decision the answer
 * @param allowedBeside whether policies alone would not have allowed it, without what allows beside them
 */
public record Question(AuthorizationRequest asked, PolicyRequest request, Decision decision, boolean allowedBeside) {

    boolean refuses() {
        return asked.role() == AuthorizationRequest.Role.REQUIRED && !decision.isAllowed();
    }
}
