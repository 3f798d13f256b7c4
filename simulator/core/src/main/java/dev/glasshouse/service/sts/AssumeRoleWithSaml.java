package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.AssumeRoleWithSAMLRequest;
import dev.glasshouse.api.sts.AssumeRoleWithSAMLResponse;
import dev.glasshouse.api.sts.AssumedRoleUser;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;
import java.time.Duration;

/**
 * Gives a session of a role to whoever brings an assertion of a provider that the role trusts. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html">AssumeRoleWithSAML</a>.
 */
final class AssumeRoleWithSaml implements WriteOperation<AssumeRoleWithSAMLRequest, AssumeRoleWithSAMLResponse> {

    private final Roles roles;
    private final SessionPolicies policies;
    private final SamlIdentity.Reader assertions;

    AssumeRoleWithSaml(Roles roles, SessionPolicies policies, SamlIdentity.Reader assertions) {
        this.roles = roles;
        this.policies = policies;
        this.assertions = assertions;
    }

    @Override
    public String name() {
        return "AssumeRoleWithSAML";
    }

    @Override
    public OperationFacts facts() {
        return OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true);
    }

    private SamlIdentity identity(AssumeRoleWithSAMLRequest input, Call call) {
        Roles.account(input.roleArn());
        return assertions.read(call, input.roleArn(), input.principalArn(), input.samlAssertion());
    }

    @Override
    public AuthorizationPlan plan(AssumeRoleWithSAMLRequest input, Call call) {
        SamlIdentity identity = identity(input, call);
        return roles.ask(call, "sts:AssumeRoleWithSAML", input.roleArn(), identity.sessionName(), identity);
    }

    @Override
    public AssumeRoleWithSAMLResponse execute(AssumeRoleWithSAMLRequest input, WriteCall call) {
        SamlIdentity identity = identity(input, call);
        Identities.Role role = roles.require(call, input.roleArn());
        SessionPolicies.Chosen chosen =
                policies.choose(call, role.entity().account(), input.policy(), input.policyArns());
        Integer packed = SessionPolicies.packed(chosen, identity.tags().asked());
        long seconds = Roles.seconds(input.durationSeconds(), role, false);
        Long most = identity.seconds();
        // the assertion's duration can shorten a session; only those of the console may it make longer
        long lives = most == null ? seconds : Math.min(seconds, most);
        if (identity.until() != null) {
            lives = Math.min(
                    lives, Duration.between(call.now(), identity.until()).toSeconds());
        }
        SessionRow row = Roles.session(call, Roles.holder(role, identity.sessionName()), lives, chosen, identity);
        return AssumeRoleWithSAMLResponse.builder()
                .credentials(Issuing.issue(call, row))
                .assumedRoleUser(new AssumedRoleUser(row.principalId(), row.arn()))
                .packedPolicySize(packed)
                .subject(identity.subject())
                .subjectType(identity.subjectType())
                .issuer(identity.issuer())
                .audience(identity.audience())
                .nameQualifier(identity.qualifier())
                .sourceIdentity(identity.sourceIdentity())
                .build();
    }
}
