package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.ssm.DeleteResourcePolicyRequest;
import dev.glasshouse.api.ssm.GetResourcePoliciesRequest;
import dev.glasshouse.api.ssm.GetResourcePoliciesResponse;
import dev.glasshouse.api.ssm.GetResourcePoliciesResponseEntry;
import dev.glasshouse.api.ssm.PutResourcePolicyRequest;
import dev.glasshouse.api.ssm.PutResourcePolicyResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shares advanced parameters with other accounts by a resource policy. What is shared is read by its ARN; {@code
 * DescribeParameters} lists with {@code Shared} what comes through a resource share of RAM alone, as at AWS.
 */
final class Sharing {

    /** The policies by the key of their parameter. */
    static final Table<String, ShareRow> TABLE =
            Table.ofText("ssm", "resource-policies", RecordCodec.of(ShareRow.class));

    private static final int MOST_BYTES = 1024;
    private static final String MALFORMED = "The specified policy document is malformed or invalid.";
    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private final Identities identities;

    /**
     * The policy of a parameter.
     *
     * @param id its id
     * @param hash of the document; who changes it says which one
     * @param document the policy
     */
    record ShareRow(String id, String hash, String document) {}

    Sharing(Identities identities) {
        this.identities = identities;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "PutResourcePolicy",
                        (PutResourcePolicyRequest in, Call call) -> ask(call, "PutResourcePolicy", in.resourceArn()),
                        this::put),
                read(
                        "GetResourcePolicies",
                        (GetResourcePoliciesRequest in, Call call) ->
                                ask(call, "GetResourcePolicies", in.resourceArn()),
                        Sharing::get),
                change(
                        "DeleteResourcePolicy",
                        (DeleteResourcePolicyRequest in, Call call) ->
                                ask(call, "DeleteResourcePolicy", in.resourceArn()),
                        Sharing::delete));
    }

    /** The policy of a parameter; null where it has none. */
    static @Nullable Policy policy(StateReader state, Scope scope, String key) {
        return state.get(TABLE, scope, key)
                .map(row -> new Policy("resource policy", null, DOCUMENTS.get(row.document(), PolicyType.RESOURCE)))
                .orElse(null);
    }

    private static ParameterNames.Reference reference(String arn) {
        if (!arn.startsWith("arn:") || !arn.contains(":parameter/")) {
            throw invalid("The resource ARN isn't the ARN of a parameter.");
        }
        return ParameterNames.reference(arn);
    }

    private static AuthorizationPlan ask(Call call, String operation, String arn) {
        reference(arn);
        return AuthorizationPlan.of(Parameters.ask(call, operation, arn, ContextKeys.EMPTY));
    }

    private static ParameterRow parameter(Call call, String arn) {
        return Parameters.get(call, reference(arn))
                .orElseThrow(() -> SsmErrors.of(
                        "ResourceNotFoundException", "The specified parameter to be shared could not be found."));
    }

    private static ServiceException invalid(String text) {
        return SsmErrors.of("ResourcePolicyInvalidParameterException", text);
    }

    private PutResourcePolicyResponse put(PutResourcePolicyRequest in, WriteCall call) {
        ParameterRow row = parameter(call, in.resourceArn());
        if (!row.latest().advanced()) {
            throw invalid("To share a parameter, it must be in the advanced parameter tier.");
        }
        if (in.policy().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw SsmErrors.of("ResourcePolicyLimitExceededException", "A policy can't be greater than 1024 bytes.");
        }
        try {
            PolicyValidator.validateParameter(
                    in.policy(),
                    Parameters.arn(call, row.name()),
                    name -> identities.exists(call.state(), name),
                    MALFORMED);
        } catch (PolicyRejectedException e) {
            throw SsmErrors.of("MalformedResourcePolicyDocumentException", e.text());
        }
        String key = ParameterNames.key(row.name());
        ShareRow before = call.state().get(TABLE, Parameters.scope(call), key).orElse(null);
        if (in.policyId() == null && in.policyHash() == null) {
            if (before != null) {
                throw SsmErrors.of(
                        "ResourcePolicyLimitExceededException", "Only one policy can be attached to a parameter.");
            }
        } else {
            named(Optional.ofNullable(before), in.policyId(), in.policyHash());
        }
        String id = before == null ? call.ids().uuid("ssm.policy", key) : before.id();
        ShareRow made = new ShareRow(id, hash(in.policy()), in.policy());
        call.tx().put(TABLE, Parameters.scope(call), key, made);
        return new PutResourcePolicyResponse(made.id(), made.hash());
    }

    private static void named(Optional<ShareRow> row, @Nullable String id, @Nullable String hash) {
        if (row.isEmpty() || !row.get().id().equals(id)) {
            throw SsmErrors.of(
                    "ResourcePolicyNotFoundException",
                    "No policies with the specified policy ID and hash could be found.");
        }
        if (!row.get().hash().equals(hash)) {
            throw SsmErrors.of(
                    "ResourcePolicyConflictException", "The hash provided in the call doesn't match the stored hash.");
        }
    }

    private static String hash(String document) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private static GetResourcePoliciesResponse get(GetResourcePoliciesRequest in, Call call) {
        ParameterRow row = parameter(call, in.resourceArn());
        if (in.nextToken() != null) {
            throw invalid("The specified token isn't valid.");
        }
        // there is one at most, and so no second page
        return GetResourcePoliciesResponse.builder()
                .policies(call.state().get(TABLE, Parameters.scope(call), ParameterNames.key(row.name())).stream()
                        .map(share -> new GetResourcePoliciesResponseEntry(share.id(), share.hash(), share.document()))
                        .toList())
                .build();
    }

    private static void delete(DeleteResourcePolicyRequest in, WriteCall call) {
        String key = ParameterNames.key(parameter(call, in.resourceArn()).name());
        named(call.state().get(TABLE, Parameters.scope(call), key), in.policyId(), in.policyHash());
        call.tx().remove(TABLE, Parameters.scope(call), key);
    }
}
