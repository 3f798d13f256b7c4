package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.kms.GrantConstraints;
import dev.glasshouse.api.kms.GrantListEntry;
import dev.glasshouse.api.kms.ListGrantsRequest;
import dev.glasshouse.api.kms.ListGrantsResponse;
import dev.glasshouse.api.kms.ListRetirableGrantsRequest;
import dev.glasshouse.api.kms.RevokeGrantRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.List;

/**
 * Listing and revoking grants. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grant-manage.html">Managing grants</a>.
 */
final class GrantOperations {

    private GrantOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListGrants",
                        (ListGrantsRequest in, Call call) ->
                                KmsPlans.ask(call, "ListGrants", Keys.named(call, in.keyId()), forServiceKey(call)),
                        GrantOperations::list),
                read("ListRetirableGrants", GrantOperations::planRetirable, GrantOperations::listRetirable),
                change(
                        "RevokeGrant",
                        (RevokeGrantRequest in, Call call) ->
                                KmsPlans.ask(call, "RevokeGrant", Keys.named(call, in.keyId()), forServiceKey(call)),
                        GrantOperations::revoke));
    }

    /** Whether an AWS service asks, on behalf of somebody or for itself. */
    static boolean forService(Call call) {
        return !call.calledVia().isEmpty() || isService(call);
    }

    private static boolean isService(Call call) {
        return call.caller().kind() == Caller.Kind.SERVICE;
    }

    private static ContextKeys forServiceKey(Call call) {
        return ContextKeys.builder()
                .put("kms:GrantIsForAWSResource", forService(call))
                .build();
    }

    static GrantListEntry shown(Keys.Named key, GrantRow grant) {
        boolean free = grant.equalContext() == null && grant.partOfContext() == null && grant.sourceArn() == null;
        return GrantListEntry.builder()
                .keyId(key.arn())
                .grantId(grant.id())
                .name(grant.name() == null ? "" : grant.name())
                .creationDate(grant.created())
                .granteePrincipal(grant.toService() ? null : grant.grantee())
                .granteeServicePrincipal(grant.toService() ? grant.grantee() : null)
                .retiringPrincipal(grant.retiredByService() ? null : grant.retiring())
                .retiringServicePrincipal(grant.retiredByService() ? grant.retiring() : null)
                .issuingAccount("arn:aws:iam::" + grant.issuer() + ":root")
                .operations(grant.operations())
                .constraints(
                        free
                                ? null
                                : new GrantConstraints(grant.partOfContext(), grant.equalContext(), grant.sourceArn()))
                .build();
    }

    private static boolean is(GrantRow grant, ListGrantsRequest in) {
        boolean id = in.grantId() == null || grant.id().equals(in.grantId());
        boolean principal = in.granteePrincipal() == null || grant.grantee().equals(in.granteePrincipal());
        boolean service = in.granteeServicePrincipal() == null
                || grant.toService() && grant.grantee().equals(in.granteeServicePrincipal());
        return id && principal && service;
    }

    private static ListGrantsResponse list(ListGrantsRequest in, Call call) {
        if (in.granteePrincipal() != null && in.granteeServicePrincipal() != null) {
            throw KmsErrors.validation(
                    "You can specify either GranteePrincipal or GranteeServicePrincipal, but not both.");
        }
        if (in.granteeServicePrincipal() != null && !isService(call)) {
            throw KmsErrors.validation("GranteeServicePrincipal can be used only by service principals.");
        }
        Keys.Named key = Keys.named(call, in.keyId());
        key.found();
        List<GrantListEntry> all = Grants.of(call.state(), key).stream()
                .filter(grant -> is(grant, in))
                .map(grant -> shown(key, grant))
                .toList();
        Checks.Listing<GrantListEntry> page = Checks.page(
                call,
                "ListGrants",
                key.arn() + in.grantId() + in.granteePrincipal() + in.granteeServicePrincipal(),
                in.marker(),
                in.limit(),
                50,
                all,
                grant -> String.valueOf(grant.grantId()));
        return ListGrantsResponse.builder()
                .grants(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }

    /** The principal that may retire the grants that are asked for. */
    private static String retiring(ListRetirableGrantsRequest in, Call call) {
        if ((in.retiringPrincipal() == null) == (in.retiringServicePrincipal() == null)) {
            throw KmsErrors.validation(
                    "You must specify either RetiringPrincipal or RetiringServicePrincipal, but not both.");
        }
        if (in.retiringPrincipal() != null) {
            return in.retiringPrincipal();
        }
        if (!isService(call)) {
            throw KmsErrors.validation("RetiringServicePrincipal can be used only by service principals.");
        }
        return String.valueOf(in.retiringServicePrincipal());
    }

    /** An account tells of its own principals alone. */
    private static AuthorizationPlan planRetirable(ListRetirableGrantsRequest in, Call call) {
        String[] fields = retiring(in, call).split(":", 6);
        String account = fields.length == 6 ? fields[4] : call.caller().account();
        return AuthorizationPlan.of(AuthorizationRequest.of("kms:ListRetirableGrants", "*", account));
    }

    private static ListGrantsResponse listRetirable(ListRetirableGrantsRequest in, Call call) {
        String retiring = retiring(in, call);
        List<GrantListEntry> all = Grants.retirable(call, retiring).stream()
                .map(found -> shown(found.getKey(), found.getValue()))
                .toList();
        Checks.Listing<GrantListEntry> page = Checks.page(
                call,
                "ListRetirableGrants",
                retiring,
                in.marker(),
                in.limit(),
                50,
                all,
                grant -> String.valueOf(grant.grantId()));
        return ListGrantsResponse.builder()
                .grants(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }

    private static void revoke(RevokeGrantRequest in, WriteCall call) {
        Keys.Named key = Keys.named(call, in.keyId());
        key.found();
        GrantRow grant =
                Grants.get(call.state(), key, in.grantId()).orElseThrow(() -> KmsErrors.grantNotFound(in.grantId()));
        Checks.dryRun(in.dryRun());
        call.tx().remove(Grants.TABLE, Scope.region(key.account(), key.region()), Grants.rowKey(grant));
    }
}
