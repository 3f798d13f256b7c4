package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;

/**
 * A request that shows an answer.
 *
 * @param principal who asks
 * @param action the action, as AWS writes it where AWS has it
 * @param resource the resource's ARN, or {@code *} when the action is asked for no resource
 * @param keys the condition keys that matter
 */
public record Witness(PolicyPrincipal principal, String action, String resource, ContextKeys keys) {

    /** Whether the action is asked for no resource, so that only Resource {@code *} covers it. */
    public boolean withoutResource() {
        return resource.equals("*");
    }

    /** The question for the engine, asked of the owner of the resource. */
    public PolicyRequest request(String resourceAccount) {
        return new PolicyRequest(
                principal, action, resource, resourceAccount, withoutResource(), keys, AccessModel.STANDARD, false);
    }
}
