package dev.glasshouse.assertions;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.AccessSet;
import dev.glasshouse.policy.reach.Answer;
import dev.glasshouse.policy.reach.PolicyDiff;
import dev.glasshouse.policy.reach.PolicyDiffText;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a policy document, exact for every request; what is not known fails. */
public final class PolicyAssert extends AbstractAssert<PolicyAssert, String> {

    PolicyAssert(String json) {
        super(json, PolicyAssert.class);
    }

    /** The policy allows nothing that the other one does not; the failure shows a request that it does. */
    public PolicyAssert grantsNothingNew(String before) {
        isNotNull();
        List<PolicyDiff.Change> changes = PolicyDiff.beyond(read(actual), read(before));
        if (!changes.isEmpty()) {
            throw failure(
                    "Expected the policy to grant nothing new, but:%n%s",
                    PolicyDiffText.of(new PolicyDiff(changes, List.of())));
        }
        return this;
    }

    /** The policy allows the action, which may have wildcards, on no resource and in no circumstances. */
    public PolicyAssert doesNotGrant(String action) {
        return doesNotGrant(action, "*");
    }

    /** The policy allows the action on the resource, both of which may have wildcards, in no circumstances. */
    public PolicyAssert doesNotGrant(String action, String resource) {
        isNotNull();
        Answer answer = PolicyDiff.set(read(actual))
                .and(AccessSet.ofRequests(List.of(action), List.of(resource)))
                .find();
        if (answer instanceof Answer.Found found) {
            throw failure(
                    "Expected the policy not to grant %s on %s, but it allows %s on %s with %s",
                    action,
                    resource,
                    found.witness().action(),
                    found.witness().resource(),
                    found.witness().keys());
        }
        if (answer instanceof Answer.Unknown unknown) {
            throw failure("It is not known whether the policy grants %s on %s: %s", action, resource, unknown.why());
        }
        return this;
    }

    private PolicyDocument read(String json) {
        try {
            return PolicyDiffText.read(json);
        } catch (MalformedPolicyException broken) {
            throw new IllegalArgumentException("Not a policy: " + broken.getMessage(), broken);
        }
    }
}
