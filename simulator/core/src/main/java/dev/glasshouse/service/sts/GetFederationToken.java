package dev.glasshouse.service.sts;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.sts.FederatedUser;
import dev.glasshouse.api.sts.GetFederationTokenRequest;
import dev.glasshouse.api.sts.GetFederationTokenResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a session for somebody whom a user or root vouches for; it may do what both the user and the session policies
 * allow. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html">GetFederationToken</a>.
 */
final class GetFederationToken {

    private final SessionPolicies policies;

    GetFederationToken(SessionPolicies policies) {
        this.policies = policies;
    }

    Operation<?, ?> operation() {
        return write(
                "GetFederationToken",
                OperationFacts.DEFAULT.withReadOnly(false).withResponseLogged(true),
                GetFederationToken::plan,
                this::execute);
    }

    private static AuthorizationPlan plan(GetFederationTokenRequest in, Call call) {
        String account = call.caller().account();
        String arn = "arn:aws:sts::" + account + ":federated-user/" + in.name();
        SessionTags tags = SessionTags.of(in.tags(), null);
        ContextKeys.Builder keys = ContextKeys.builder();
        tags.addTo(keys);
        List<AuthorizationRequest> requests = new ArrayList<>();
        requests.add(
                AuthorizationRequest.of("sts:GetFederationToken", arn, account).withKeys(keys.build()));
        if (!tags.isEmpty()) {
            // it tags no role's session, so no trust policy has a say
            requests.add(AuthorizationRequest.of("sts:TagSession", arn, account)
                    .withKeys(keys.build())
                    .withModel(AccessModel.STANDARD));
        }
        return new AuthorizationPlan(requests);
    }

    private GetFederationTokenResponse execute(GetFederationTokenRequest in, WriteCall call) {
        Caller caller = call.caller();
        if (caller.session() != null) {
            throw StsErrors.denied("Cannot call GetFederationToken with session credentials");
        }
        SessionPolicies.Chosen chosen = policies.choose(call, caller.account(), in.policy(), in.policyArns());
        SessionTags tags = SessionTags.of(in.tags(), null);
        Integer packed = SessionPolicies.packed(chosen, tags.asked());
        SessionRow row = SessionRow.of(
                        new SessionRow.Holder(
                                SessionRow.Kind.FEDERATED,
                                caller.account(),
                                in.name(),
                                caller.arn(),
                                caller.principalId(),
                                caller.path(),
                                in.name()),
                        call.now(),
                        GetSessionToken.seconds(caller, in.durationSeconds()),
                        caller.vantage())
                .withPolicies(chosen)
                .withTags(tags.asked(), List.of());
        return GetFederationTokenResponse.builder()
                .credentials(Issuing.issue(call, row))
                .federatedUser(new FederatedUser(row.principalId(), row.arn()))
                // this call alone tells a zero where there is nothing to pack
                .packedPolicySize(packed == null ? Integer.valueOf(0) : packed)
                .build();
    }
}
