package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.RetireGrantRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.Allowance;
import dev.glasshouse.policy.Allowance.Reach;
import dev.glasshouse.sandbox.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A grant is retired by its retiring principal, by its grantee where it says so, by the account that made it, and by whom
 * policies let. See <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html">Retiring and
 * revoking grants</a>.
 */
final class RetireGrant {

    private final Tokens tokens;

    RetireGrant(Tokens tokens) {
        this.tokens = tokens;
    }

    Operation<?, ?> operation() {
        return Operations.change("RetireGrant", this::plan, this::retire);
    }

    private record Found(Keys.Named key, GrantRow grant) {}

    private Found find(RetireGrantRequest in, Call call) {
        boolean byId = in.keyId() != null && in.grantId() != null;
        boolean any = in.keyId() != null || in.grantId() != null;
        if (in.grantToken() == null ? !byId : any) {
            throw KmsErrors.validation("Either a grant token, or both a key ID and a grant ID must be specified.");
        }
        Keys.Named key;
        String id;
        if (in.grantToken() == null) {
            key = Keys.named(call, String.valueOf(in.keyId()));
            id = String.valueOf(in.grantId());
        } else {
            Tokens.GrantRef ref = tokens.grant(in.grantToken())
                    .filter(found -> found.key().region().equals(call.region()))
                    .orElseThrow(KmsErrors::invalidGrantToken);
            key = Keys.byId(call, ref.key().account(), call.region(), ref.key().id());
            id = ref.grantId();
        }
        GrantRow grant = Grants.get(call.state(), key, id).orElseThrow(() -> KmsErrors.grantNotFound(id));
        return new Found(key, grant);
    }

    private static @Nullable Allowance allowance(Call call, GrantRow grant) {
        Reach reach = grant.retiring() == null ? null : Grants.reach(call, grant.retiring(), grant.retiringId());
        if (reach == null && grant.operations().contains("RetireGrant")) {
            reach = Grants.reach(call, grant.grantee(), grant.granteeId());
        }
        Caller caller = call.caller();
        if (reach == null
                && caller.kind() == Caller.Kind.ROOT
                && caller.account().equals(grant.issuer())) {
            reach = Reach.CALLER;
        }
        return reach == null ? null : new Allowance("grant " + grant.id(), reach);
    }

    private AuthorizationPlan plan(RetireGrantRequest in, Call call) {
        Found found = find(in, call);
        Allowance allowance = allowance(call, found.grant());
        boolean stranger = !found.key().account().equals(call.caller().account());
        if (stranger && allowance != null && allowance.reach() != Reach.ACCOUNT) {
            // the grant alone decides for principals of other accounts
            return AuthorizationPlan.OPEN;
        }
        return AuthorizationPlan.of(KmsPlans.key(call, "RetireGrant", found.key(), Grants.constraintKeys(found.grant()))
                .withAllowance(allowance));
    }

    private void retire(RetireGrantRequest in, WriteCall call) {
        Found found = find(in, call);
        Checks.dryRun(in.dryRun());
        call.tx()
                .remove(
                        Grants.TABLE,
                        Scope.region(found.key().account(), found.key().region()),
                        Grants.rowKey(found.grant()));
    }
}
