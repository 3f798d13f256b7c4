package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.util.List;

/** What a policy must be like to be put on a secret. */
final class SecretPolicies {

    static final String LOCKED_OUT = "This resource policy will not allow you to manage this secret in the future.";

    private static final String SYNTAX = "This resource policy contains a syntax error.";

    private static final PolicyDocument EVERYTHING = everything();

    private final Identities identities;

    SecretPolicies(Identities identities) {
        this.identities = identities;
    }

    /** Refuses a policy that is malformed or names nobody. */
    PolicyDocument require(Call call, String json) {
        try {
            return PolicyValidator.validateSecret(json, name -> identities.exists(call.state(), name), SYNTAX);
        } catch (PolicyRejectedException e) {
            throw SecretsErrors.malformedPolicy(e.text());
        }
    }

    /** Whether the policy would keep its writer from writing another one, whatever IAM allows. */
    static boolean locksOut(Call call, Secrets.Named secret, PolicyDocument document) {
        Caller caller = call.caller();
        if (caller.arn().isEmpty()) {
            return false;
        }
        PolicyRequest again = PolicyRequest.of(
                PolicyPrincipal.parse(caller.arn()).withRoleArn(caller.principalArn()),
                "secretsmanager:PutResourcePolicy",
                secret.arn(),
                secret.account(),
                ContextKeys.builder()
                        .put("aws:PrincipalArn", caller.principalArn())
                        .put("aws:PrincipalAccount", caller.account())
                        .put("aws:userid", caller.principalId())
                        .build());
        return !PolicyEngine.decide(
                        again,
                        PolicySet.builder()
                                .identity(List.of(new Policy("all", null, EVERYTHING)))
                                .resource(new Policy("resource policy", null, document))
                                .build())
                .isAllowed();
    }

    private static PolicyDocument everything() {
        try {
            return PolicyDocument.parse(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                            + "\"Resource\":\"*\"}}",
                    PolicyType.IDENTITY);
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException("a constant", e);
        }
    }
}
