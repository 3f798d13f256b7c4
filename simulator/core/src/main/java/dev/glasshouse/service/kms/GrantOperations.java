package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.CreateGrantRequest;
import dev.glasshouse.api.kms.CreateGrantResponse;
import dev.glasshouse.api.kms.GrantConstraints;
import dev.glasshouse.api.kms.GrantListEntry;
import dev.glasshouse.api.kms.ListGrantsRequest;
import dev.glasshouse.api.kms.ListGrantsResponse;
import dev.glasshouse.api.kms.ListRetirableGrantsRequest;
import dev.glasshouse.api.kms.RevokeGrantRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.KeySpec;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Making, listing and revoking grants. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html">Creating grants</a>.
 */
final class GrantOperations {

    private static final int MOST_GRANTS = 50_000;
    private static final int MOST_PAIRS = 8;
    private static final int MOST_CHARACTERS = 384;
    private static final Set<String> MANAGING = Set.of("CreateGrant", "RetireGrant", "DescribeKey");

    private final Identities identities;
    private final Tokens tokens;

    GrantOperations(Identities identities, Tokens tokens) {
        this.identities = identities;
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("CreateGrant", GrantOperations::planCreate, this::create),
                read(
                        "ListGrants",
                        (ListGrantsRequest in, Call call) -> KmsPlans.ask(call, "ListGrants", in.keyId()),
                        GrantOperations::list),
                read(
                        "ListRetirableGrants",
                        (ListRetirableGrantsRequest in, Call call) -> AuthorizationPlan.of(
                                KmsPlans.account(call, "ListRetirableGrants", "*", ContextKeys.EMPTY)),
                        GrantOperations::listRetirable),
                change(
                        "RevokeGrant",
                        (RevokeGrantRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "RevokeGrant",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .put("kms:GrantIsForAWSResource", forService(call))
                                        .build()),
                        GrantOperations::revoke));
    }

    /** Whether an AWS service asks, on behalf of somebody or for itself. */
    static boolean forService(Call call) {
        return !call.calledVia().isEmpty() || call.caller().kind() == dev.glasshouse.call.Caller.Kind.SERVICE;
    }

    private static @Nullable Map<String, String> equal(CreateGrantRequest in) {
        return in.constraints() == null ? null : in.constraints().encryptionContextEquals();
    }

    private static @Nullable Map<String, String> part(CreateGrantRequest in) {
        return in.constraints() == null ? null : in.constraints().encryptionContextSubset();
    }

    private static AuthorizationPlan planCreate(CreateGrantRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        ContextKeys.Builder keys = ContextKeys.builder()
                .putAll("kms:GrantOperations", in.operations())
                .put("kms:GranteePrincipal", in.granteePrincipal())
                .put("kms:RetiringPrincipal", in.retiringPrincipal())
                .put("kms:GrantIsForAWSResource", forService(call));
        if (equal(in) != null) {
            keys.put("kms:GrantConstraintType", "EncryptionContextEquals");
        } else if (part(in) != null) {
            keys.put("kms:GrantConstraintType", "EncryptionContextSubset");
        }
        // who may make grants by a grant makes none that allows more than it
        return AuthorizationPlan.of(KmsPlans.key(call, "CreateGrant", key, keys.build())
                .withAllowance(Grants.allowing(
                        call,
                        key,
                        grant -> grant.operations().contains("CreateGrant")
                                && grant.covers(in.operations(), equal(in), part(in)))));
    }

    private CreateGrantResponse create(CreateGrantRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        if (row.state() != KeyState.UNAVAILABLE) {
            Checks.usable(call, key, row);
        }
        requireFit(row, in);
        requireConstraints(row, in);
        requirePrincipal(call, in.granteePrincipal());
        if (in.retiringPrincipal() != null) {
            requirePrincipal(call, in.retiringPrincipal());
        }
        Checks.dryRun(in.dryRun());
        GrantRow grant = new GrantRow(
                call.ids().hex("kms.grant", key.id(), 64),
                key.id(),
                in.name(),
                call.now(),
                in.granteePrincipal(),
                idOf(call, in.granteePrincipal()),
                in.retiringPrincipal(),
                in.retiringPrincipal() == null ? null : idOf(call, in.retiringPrincipal()),
                call.caller().account().isEmpty()
                        ? key.account()
                        : call.caller().account(),
                in.operations().stream().distinct().toList(),
                equal(in),
                part(in));
        Optional<GrantRow> before = in.name() == null
                ? Optional.empty()
                : Grants.of(call.state(), key).stream()
                        .filter(other -> other.same(grant))
                        .findFirst();
        GrantRow given = before.orElse(grant);
        if (before.isEmpty()) {
            if (Grants.of(call.state(), key).size() >= MOST_GRANTS) {
                throw KmsErrors.limit("The key " + key.arn() + " has " + MOST_GRANTS + " grants already");
            }
            call.tx().put(Grants.TABLE, Scope.region(key.account(), key.region()), Grants.rowKey(grant), grant);
        }
        return new CreateGrantResponse(tokens.ofGrant(key, given), given.id());
    }

    /** The operations that a key can be granted for. */
    private static boolean fits(KeyRow row, String operation) {
        if (MANAGING.contains(operation)) {
            return true;
        }
        boolean pair = row.keySpec().isPair();
        return switch (row.usage()) {
            case "SIGN_VERIFY" -> Set.of("Sign", "Verify", "GetPublicKey").contains(operation);
            case "GENERATE_VERIFY_MAC" -> Set.of("GenerateMac", "VerifyMac").contains(operation);
            case "KEY_AGREEMENT" -> Set.of("DeriveSharedSecret", "GetPublicKey").contains(operation);
            default ->
                Set.of("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo").contains(operation)
                        || (pair ? operation.equals("GetPublicKey") : operation.startsWith("GenerateDataKey"));
        };
    }

    private static void requireFit(KeyRow row, CreateGrantRequest in) {
        for (String operation : in.operations()) {
            if (!fits(row, operation)) {
                throw KmsErrors.validation("Operation " + operation + " is not supported for grants on a key of usage "
                        + row.usage() + " and spec " + row.spec());
            }
        }
    }

    private static void requireConstraints(KeyRow row, CreateGrantRequest in) {
        GrantConstraints constraints = in.constraints();
        if (constraints == null) {
            return;
        }
        if (row.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw KmsErrors.validation(
                    "Grant constraints can be used with symmetric encryption keys only, and not with a key of spec "
                            + row.spec());
        }
        for (Map<String, String> pairs : new java.util.ArrayList<>(java.util.Arrays.asList(equal(in), part(in)))) {
            if (pairs != null && pairs.size() > MOST_PAIRS) {
                throw KmsErrors.validation("A grant constraint has at most " + MOST_PAIRS + " pairs");
            }
            for (Map.Entry<String, String> pair :
                    pairs == null ? Set.<Map.Entry<String, String>>of() : pairs.entrySet()) {
                if (pair.getKey().length() + pair.getValue().length() > MOST_CHARACTERS) {
                    throw KmsErrors.validation(
                            "A pair of a grant constraint has at most " + MOST_CHARACTERS + " characters");
                }
            }
        }
    }

    private void requirePrincipal(Call call, String principal) {
        boolean service = principal.endsWith(".amazonaws.com") && !principal.contains(":");
        boolean there = !principal.equals("*") && identities.exists(call.state(), principal);
        if (!service && !there) {
            throw KmsErrors.invalidArn("ARN does not refer to a valid principal: " + principal);
        }
    }

    /** The unique id of a user or role that the sandbox has; null for any other principal. */
    private @Nullable String idOf(Call call, String principal) {
        String[] fields = principal.split(":", 6);
        if (fields.length < 6 || !fields[2].equals("iam")) {
            return null;
        }
        String name = fields[5].substring(fields[5].lastIndexOf('/') + 1);
        if (fields[5].startsWith("user/")) {
            return identities
                    .user(call.state(), fields[4], name)
                    .map(Identities.Entity::id)
                    .orElse(null);
        }
        return fields[5].startsWith("role/")
                ? identities
                        .role(call.state(), fields[4], name)
                        .map(role -> role.entity().id())
                        .orElse(null)
                : null;
    }

    static GrantListEntry shown(Keys.Named key, GrantRow grant) {
        GrantConstraints constraints = grant.equalContext() == null && grant.partOfContext() == null
                ? null
                : new GrantConstraints(grant.partOfContext(), grant.equalContext());
        return GrantListEntry.builder()
                .keyId(key.arn())
                .grantId(grant.id())
                .name(grant.name() == null ? "" : grant.name())
                .creationDate(grant.created())
                .granteePrincipal(grant.grantee())
                .retiringPrincipal(grant.retiring())
                .issuingAccount("arn:aws:iam::" + grant.issuer() + ":root")
                .operations(grant.operations())
                .constraints(constraints)
                .build();
    }

    private static ListGrantsResponse list(ListGrantsRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        key.found();
        List<GrantListEntry> all = Grants.of(call.state(), key).stream()
                .filter(grant -> in.grantId() == null || grant.id().equals(in.grantId()))
                .filter(grant ->
                        in.granteePrincipal() == null || grant.grantee().equals(in.granteePrincipal()))
                .map(grant -> shown(key, grant))
                .toList();
        Checks.Listing<GrantListEntry> page = Checks.page(
                call,
                "ListGrants",
                key.arn() + in.grantId() + in.granteePrincipal(),
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

    private static ListGrantsResponse listRetirable(ListRetirableGrantsRequest in, Call call) {
        List<GrantListEntry> all = Grants.retirable(call, in.retiringPrincipal()).stream()
                .map(found -> shown(found.getKey(), found.getValue()))
                .toList();
        Checks.Listing<GrantListEntry> page = Checks.page(
                call,
                "ListRetirableGrants",
                in.retiringPrincipal(),
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
