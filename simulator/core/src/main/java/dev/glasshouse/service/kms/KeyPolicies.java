package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.kms.GetKeyPolicyRequest;
import dev.glasshouse.api.kms.GetKeyPolicyResponse;
import dev.glasshouse.api.kms.ListKeyPoliciesRequest;
import dev.glasshouse.api.kms.ListKeyPoliciesResponse;
import dev.glasshouse.api.kms.PutKeyPolicyRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
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

/**
 * Key policies. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html">Key policies in AWS KMS</a>.
 */
final class KeyPolicies {

    private static final int MOST_BYTES = 32_768;

    private final Identities identities;

    KeyPolicies(Identities identities) {
        this.identities = identities;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetKeyPolicy",
                        (GetKeyPolicyRequest in, Call call) -> KmsPlans.ask(call, "GetKeyPolicy", in.keyId()),
                        KeyPolicies::get),
                change(
                        "PutKeyPolicy",
                        (PutKeyPolicyRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "PutKeyPolicy",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .put(
                                                "kms:BypassPolicyLockoutSafetyCheck",
                                                Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()))
                                        .build()),
                        this::put),
                read(
                        "ListKeyPolicies",
                        (ListKeyPoliciesRequest in, Call call) -> KmsPlans.ask(call, "ListKeyPolicies", in.keyId()),
                        KeyPolicies::list));
    }

    /** The policy of a key that is made without one: IAM policies of its account decide. */
    static String usual(String account) {
        return """
                {
                  "Version" : "2012-10-17",
                  "Id" : "key-default-1",
                  "Statement" : [ {
                    "Sid" : "Enable IAM User Permissions",
                    "Effect" : "Allow",
                    "Principal" : {
                      "AWS" : "arn:aws:iam::%s:root"
                    },
                    "Action" : "kms:*",
                    "Resource" : "*"
                  } ]
                }""".formatted(account);
    }

    /** Refuses a policy that is malformed, names nobody, or would lock its writer out. */
    void require(Call call, Keys.Named key, String policy, boolean bypass) {
        if (policy.length() > MOST_BYTES) {
            throw KmsErrors.limit("The key policy exceeds the limit of " + MOST_BYTES + " bytes");
        }
        PolicyDocument document;
        try {
            document = PolicyValidator.validateKey(policy, principal -> identities.exists(call.state(), principal));
        } catch (PolicyRejectedException e) {
            throw KmsErrors.malformedPolicy(e.text());
        }
        if (!bypass && !mayPutAgain(call, key, document)) {
            throw KmsErrors.malformedPolicy(
                    "The new key policy will not allow you to update the key policy in the future.");
        }
    }

    /** Whether the key's side would let the caller write the policy again; IAM's side may change. */
    private static boolean mayPutAgain(Call call, Keys.Named key, PolicyDocument document) {
        PolicyPrincipal caller = PolicyPrincipal.parse(call.caller().arn())
                .withRoleArn(call.caller().principalArn());
        PolicyRequest again = PolicyRequest.of(
                caller,
                "kms:PutKeyPolicy",
                key.arn(),
                key.account(),
                ContextKeys.builder()
                        .put("kms:CallerAccount", call.caller().account())
                        .put("aws:PrincipalArn", call.caller().principalArn())
                        .put("aws:PrincipalAccount", call.caller().account())
                        .build());
        try {
            PolicyDocument everything = PolicyDocument.parse(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                            + "\"Resource\":\"*\"}}",
                    PolicyType.IDENTITY);
            return PolicyEngine.decide(
                            again,
                            PolicySet.builder()
                                    .identity(List.of(new Policy("all", null, everything)))
                                    .resource(new Policy("key policy", null, document))
                                    .build())
                    .isAllowed();
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException("a constant", e);
        }
    }

    private static void requireDefault(@org.jspecify.annotations.Nullable String name, Keys.Named key) {
        if (name != null && !name.equals("default")) {
            throw KmsErrors.notFound("No such policy exists");
        }
        key.found();
    }

    private static GetKeyPolicyResponse get(GetKeyPolicyRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        requireDefault(in.policyName(), named);
        return GetKeyPolicyResponse.builder()
                .policy(named.found().policy())
                .policyName("default")
                .build();
    }

    private void put(PutKeyPolicyRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        requireDefault(in.policyName(), named);
        KeyRow row = Checks.customers(named, "PutKeyPolicy");
        require(call, named, in.policy(), Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()));
        Keys.put(call, named, row.withPolicy(in.policy()));
    }

    private static ListKeyPoliciesResponse list(ListKeyPoliciesRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        named.found();
        Checks.Listing<String> page = Checks.page(
                call,
                "ListKeyPolicies",
                named.id(),
                in.marker(),
                in.limit(),
                100,
                List.of("default"),
                policy -> policy);
        return ListKeyPoliciesResponse.builder()
                .policyNames(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }
}
