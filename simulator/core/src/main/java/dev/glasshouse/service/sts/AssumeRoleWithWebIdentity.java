package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.glasshouse.api.sts.AssumeRoleWithWebIdentityResponse;
import dev.glasshouse.api.sts.AssumedRoleUser;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;

/** Gives a session of a role to whoever brings a token of a provider that the role trusts. */
final class AssumeRoleWithWebIdentity
        implements WriteOperation<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> {

    private final Roles roles;
    private final SessionPolicies policies;
    private final WebIdentity.Reader tokens;

    AssumeRoleWithWebIdentity(Roles roles, SessionPolicies policies, WebIdentity.Reader tokens) {
        this.roles = roles;
        this.policies = policies;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "AssumeRoleWithWebIdentity";
    }

    @Override
    public OperationFacts facts() {
        return OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true);
    }

    private WebIdentity identity(AssumeRoleWithWebIdentityRequest input, Call call) {
        if (input.providerId() != null) {
            throw StsErrors.notSimulated("An OAuth 2.0 access token");
        }
        return tokens.read(call, input.roleArn(), input.webIdentityToken());
    }

    @Override
    public AuthorizationPlan plan(AssumeRoleWithWebIdentityRequest input, Call call) {
        WebIdentity identity = identity(input, call);
        return roles.ask(call, "sts:AssumeRoleWithWebIdentity", input.roleArn(), input.roleSessionName(), identity);
    }

    @Override
    public AssumeRoleWithWebIdentityResponse execute(AssumeRoleWithWebIdentityRequest input, WriteCall call) {
        WebIdentity identity = identity(input, call);
        Identities.Role role = roles.require(call, input.roleArn());
        SessionPolicies.Chosen chosen =
                policies.choose(call, role.entity().account(), input.policy(), input.policyArns());
        Integer packed = SessionPolicies.packed(chosen, identity.tags().asked());
        SessionRow row = Roles.session(
                call,
                Roles.holder(role, input.roleSessionName()),
                Roles.seconds(input.durationSeconds(), role, false),
                chosen,
                identity);
        return AssumeRoleWithWebIdentityResponse.builder()
                .credentials(Issuing.issue(call, row))
                .subjectFromWebIdentityToken(identity.subject())
                .assumedRoleUser(new AssumedRoleUser(row.principalId(), row.arn()))
                .packedPolicySize(packed)
                .provider(identity.provider())
                .audience(identity.audience())
                .sourceIdentity(identity.sourceIdentity())
                .build();
    }
}
