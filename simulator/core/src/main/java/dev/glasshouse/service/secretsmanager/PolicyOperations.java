package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.DeleteResourcePolicyRequest;
import dev.glasshouse.api.secretsmanager.DeleteResourcePolicyResponse;
import dev.glasshouse.api.secretsmanager.GetResourcePolicyRequest;
import dev.glasshouse.api.secretsmanager.GetResourcePolicyResponse;
import dev.glasshouse.api.secretsmanager.PutResourcePolicyRequest;
import dev.glasshouse.api.secretsmanager.PutResourcePolicyResponse;
import dev.glasshouse.api.secretsmanager.ValidateResourcePolicyRequest;
import dev.glasshouse.api.secretsmanager.ValidateResourcePolicyResponse;
import dev.glasshouse.api.secretsmanager.ValidationErrorsEntry;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PublicPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Resource policies of secrets. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html">
 * Resource-based policies</a>.
 */
final class PolicyOperations {

    private final SecretPolicies policies;

    PolicyOperations(Identities identities) {
        this.policies = new SecretPolicies(identities);
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetResourcePolicy",
                        (GetResourcePolicyRequest in, Call call) ->
                                SecretPlans.ask(call, "GetResourcePolicy", in.secretId()),
                        PolicyOperations::get),
                write(
                        "PutResourcePolicy",
                        (PutResourcePolicyRequest in, Call call) -> SecretPlans.ask(
                                "PutResourcePolicy",
                                Secrets.named(call, in.secretId()),
                                ContextKeys.builder()
                                        .put(
                                                "secretsmanager:BlockPublicPolicy",
                                                Boolean.TRUE.equals(in.blockPublicPolicy()))
                                        .build()),
                        this::put),
                write(
                        "DeleteResourcePolicy",
                        (DeleteResourcePolicyRequest in, Call call) ->
                                SecretPlans.ask(call, "DeleteResourcePolicy", in.secretId()),
                        PolicyOperations::delete),
                read("ValidateResourcePolicy", PolicyOperations::planValidate, this::validate));
    }

    private static GetResourcePolicyResponse get(GetResourcePolicyRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.live();
        return GetResourcePolicyResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .resourcePolicy(row.details().policy())
                .build();
    }

    private PutResourcePolicyResponse put(PutResourcePolicyRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        PolicyDocument document = policies.require(call, in.resourcePolicy());
        if (Boolean.TRUE.equals(in.blockPublicPolicy()) && PublicPolicy.allowsAnyone(document)) {
            throw SecretsErrors.publicPolicy();
        }
        if (SecretPolicies.locksOut(call, named, document)) {
            throw SecretsErrors.malformedPolicy(SecretPolicies.LOCKED_OUT);
        }
        Replicas.save(
                call,
                named,
                row.withDetails(row.details().withPolicy(in.resourcePolicy())).changed(call.now()));
        return PutResourcePolicyResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .build();
    }

    private static DeleteResourcePolicyResponse delete(DeleteResourcePolicyRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        Replicas.save(
                call, named, row.withDetails(row.details().withPolicy(null)).changed(call.now()));
        return DeleteResourcePolicyResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .build();
    }

    private static AuthorizationPlan planValidate(ValidateResourcePolicyRequest in, Call call) {
        String id = in.secretId();
        if (id == null) {
            return AuthorizationPlan.of(
                    SecretPlans.account(call, "ValidateResourcePolicy"),
                    SecretPlans.account(call, "PutResourcePolicy"));
        }
        Secrets.Named named = Secrets.named(call, id);
        return AuthorizationPlan.of(
                SecretPlans.secret("ValidateResourcePolicy", named, ContextKeys.EMPTY),
                SecretPlans.secret("PutResourcePolicy", named, ContextKeys.EMPTY));
    }

    private ValidateResourcePolicyResponse validate(ValidateResourcePolicyRequest in, Call call) {
        Secrets.Named named = in.secretId() == null ? null : Secrets.named(call, in.secretId());
        if (named != null) {
            named.live();
        }
        PolicyDocument document = policies.require(call, in.resourcePolicy());
        List<ValidationErrorsEntry> errors = new ArrayList<>();
        if (PublicPolicy.allowsAnyone(document)) {
            errors.add(new ValidationErrorsEntry(
                    "BlockPublicPolicyCheck", "The resource policy grants broad access to the secret."));
        }
        if (named != null && SecretPolicies.locksOut(call, named, document)) {
            errors.add(new ValidationErrorsEntry("LockoutCheck", SecretPolicies.LOCKED_OUT));
        }
        return ValidateResourcePolicyResponse.builder()
                .policyValidationPassed(errors.isEmpty())
                .validationErrors(errors)
                .build();
    }
}
