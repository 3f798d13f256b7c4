package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.api.sts.AssumeRoleResponse;
import dev.glasshouse.api.sts.AssumedRoleUser;
import dev.glasshouse.api.sts.ProvidedContext;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a session of a role. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>. A role that does not
 * exist is refused like one that does not trust the caller.
 */
final class AssumeRole implements WriteOperation<AssumeRoleRequest, AssumeRoleResponse> {

    private final Roles roles;
    private final SessionPolicies policies;
    private final SecondFactor factor;

    AssumeRole(Roles roles, SessionPolicies policies, SecondFactor factor) {
        this.roles = roles;
        this.policies = policies;
        this.factor = factor;
    }

    @Override
    public String name() {
        return "AssumeRole";
    }

    @Override
    public OperationFacts facts() {
        return OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true);
    }

    @Override
    public AuthorizationPlan plan(AssumeRoleRequest input, Call call) {
        Roles.account(input.roleArn());
        if (call.caller().kind() == Caller.Kind.ROOT) {
            throw StsErrors.denied("Roles may not be assumed by root accounts.");
        }
        SessionTags tags = SessionTags.of(input.tags(), input.transitiveTagKeys());
        String identity = sourceIdentity(input, call.caller());
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("sts:RoleSessionName", input.roleSessionName())
                .put("sts:ExternalId", input.externalId())
                .put("sts:SourceIdentity", identity);
        tags.addTo(keys);
        if (factor.shown(call, input.serialNumber(), input.tokenCode())) {
            keys.put("aws:MultiFactorAuthPresent", true).put("aws:MultiFactorAuthAge", "0");
        }
        List<String> carried = Roles.carried(tags, identity);
        if (input.providedContexts() != null && !input.providedContexts().isEmpty()) {
            carried.add("sts:SetContext");
            keys.putAll(
                    "sts:RequestContextProviders",
                    input.providedContexts().stream()
                            .map(ProvidedContext::providerArn)
                            .filter(Objects::nonNull)
                            .toList());
        }
        return roles.ask(call, "sts:AssumeRole", input.roleArn(), keys.build(), carried, null);
    }

    /** The source identity of the new session: once it is set it goes along. */
    private static @Nullable String sourceIdentity(AssumeRoleRequest input, Caller caller) {
        Caller.Session session = caller.session();
        String before = session == null ? null : session.sourceIdentity();
        return before == null ? input.sourceIdentity() : before;
    }

    @Override
    public AssumeRoleResponse execute(AssumeRoleRequest input, WriteCall call) {
        Identities.Role role = roles.require(call, input.roleArn());
        if (input.providedContexts() != null && !input.providedContexts().isEmpty()) {
            throw StsErrors.notSimulated("Context from an identity provider");
        }
        Caller caller = call.caller();
        boolean chained = caller.kind() == Caller.Kind.ROLE && caller.session() != null;
        String identity = sourceIdentity(input, caller);
        if (input.sourceIdentity() != null && !input.sourceIdentity().equals(identity)) {
            throw StsErrors.denied("SourceIdentity of the calling session cannot be changed.");
        }
        int seconds = Roles.seconds(input.durationSeconds(), role, chained);
        SessionTags tags = SessionTags.of(input.tags(), input.transitiveTagKeys());
        SessionPolicies.Chosen chosen =
                policies.choose(call, role.entity().account(), input.policy(), input.policyArns());
        SessionRow row = SessionRow.of(
                        Roles.holder(role, input.roleSessionName()), call.now(), seconds, caller.vantage())
                .withPolicies(chosen)
                .withTags(tags.over(caller), tags.handedOn(caller))
                .withOrigin(identity, chained, false, null);
        Integer packed = SessionPolicies.packed(chosen, tags.asked());
        factor.take(call, input.serialNumber(), input.tokenCode());
        return AssumeRoleResponse.builder()
                .credentials(Issuing.issue(call, row))
                .assumedRoleUser(AssumedRoleUser.builder()
                        .assumedRoleId(row.principalId())
                        .arn(row.arn())
                        .build())
                .packedPolicySize(packed)
                .sourceIdentity(identity)
                .build();
    }
}
