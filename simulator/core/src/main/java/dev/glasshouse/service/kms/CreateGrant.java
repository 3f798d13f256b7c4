package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.CreateGrantRequest;
import dev.glasshouse.api.kms.CreateGrantResponse;
import dev.glasshouse.api.kms.GrantConstraints;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.KeySpec;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a grant, to a principal of AWS or to a service. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html">Creating grants</a>.
 */
final class CreateGrant {

    private static final int MOST_GRANTS = 50_000;
    private static final int MOST_PAIRS = 8;
    private static final int MOST_CHARACTERS = 384;
    private static final Set<String> MANAGING = Set.of("CreateGrant", "RetireGrant", "DescribeKey");

    private final Identities identities;
    private final Tokens tokens;

    CreateGrant(Identities identities, Tokens tokens) {
        this.identities = identities;
        this.tokens = tokens;
    }

    Operation<?, ?> operation() {
        return Operations.write("CreateGrant", CreateGrant::plan, this::create);
    }

    /** What the constraints of a request say; all free where it has none. */
    private record Constraints(
            @Nullable Map<String, String> equal,
            @Nullable Map<String, String> part,
            @Nullable String sourceArn) {

        static Constraints of(CreateGrantRequest in) {
            GrantConstraints given = in.constraints();
            return given == null
                    ? new Constraints(null, null, null)
                    : new Constraints(
                            given.encryptionContextEquals(), given.encryptionContextSubset(), given.sourceArn());
        }

        List<Map<String, String>> contexts() {
            List<Map<String, String>> contexts = new ArrayList<>(Arrays.asList(equal, part));
            contexts.removeIf(context -> context == null);
            return contexts;
        }
    }

    private static String grantee(CreateGrantRequest in) {
        String service = in.granteeServicePrincipal();
        if ((in.granteePrincipal() == null) == (service == null)) {
            throw KmsErrors.validation(
                    "You must specify either GranteePrincipal or GranteeServicePrincipal, but not both.");
        }
        if (service == null) {
            return String.valueOf(in.granteePrincipal());
        }
        if (Constraints.of(in).sourceArn() == null) {
            throw KmsErrors.validation(
                    "A SourceArn grant constraint must be specified with a GranteeServicePrincipal.");
        }
        if (retiring(in) == null) {
            throw KmsErrors.validation("Either RetiringPrincipal or RetiringServicePrincipal must be specified with a"
                    + " GranteeServicePrincipal.");
        }
        return service;
    }

    private static @Nullable String retiring(CreateGrantRequest in) {
        if (in.retiringPrincipal() != null && in.retiringServicePrincipal() != null) {
            throw KmsErrors.validation(
                    "You can specify either RetiringPrincipal or RetiringServicePrincipal, but not both.");
        }
        return in.retiringPrincipal() == null ? in.retiringServicePrincipal() : in.retiringPrincipal();
    }

    private static AuthorizationPlan plan(CreateGrantRequest in, Call call) {
        grantee(in);
        Constraints constraints = Constraints.of(in);
        Keys.Named key = Keys.named(call, in.keyId());
        var keys = Grants.constraintKeys(constraints.equal(), constraints.part(), constraints.sourceArn())
                .putAll("kms:GrantOperations", in.operations())
                .put("kms:GranteePrincipal", in.granteePrincipal())
                .put("kms:GranteeServicePrincipal", in.granteeServicePrincipal())
                .put("kms:RetiringPrincipal", in.retiringPrincipal())
                .put("kms:RetiringServicePrincipal", in.retiringServicePrincipal())
                .put("kms:GrantConstraintSourceArn", constraints.sourceArn())
                .put("kms:GrantIsForAWSResource", GrantOperations.forService(call));
        // who may make grants by a grant makes none that allows more than it
        return AuthorizationPlan.of(KmsPlans.key(call, "CreateGrant", key, keys.build())
                .withAllowance(Grants.allowing(
                        call,
                        key,
                        grant -> grant.operations().contains("CreateGrant")
                                && grant.covers(
                                        in.operations(),
                                        constraints.equal(),
                                        constraints.part(),
                                        constraints.sourceArn()))));
    }

    private CreateGrantResponse create(CreateGrantRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        if (row.state() != KeyState.UNAVAILABLE) {
            Checks.usable(call, key, row);
        }
        Constraints constraints = Constraints.of(in);
        requireFit(row, in);
        requireConstraints(row, constraints);
        requirePrincipal(call, in.granteePrincipal());
        requirePrincipal(call, in.retiringPrincipal());
        Checks.dryRun(in.dryRun());
        GrantRow grant = row(in, constraints, key, call);
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

    private GrantRow row(CreateGrantRequest in, Constraints constraints, Keys.Named key, WriteCall call) {
        String grantee = grantee(in);
        String retiring = retiring(in);
        String issuer = call.caller().account();
        return new GrantRow(
                call.ids().hex("kms.grant", key.id(), 64),
                key.id(),
                in.name(),
                call.now(),
                grantee,
                idOf(call, grantee),
                in.granteeServicePrincipal() != null,
                retiring,
                retiring == null ? null : idOf(call, retiring),
                in.retiringServicePrincipal() != null,
                issuer.isEmpty() ? key.account() : issuer,
                in.operations().stream().distinct().toList(),
                constraints.equal(),
                constraints.part(),
                constraints.sourceArn());
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

    private static void requireConstraints(KeyRow row, Constraints constraints) {
        List<Map<String, String>> contexts = constraints.contexts();
        if (!contexts.isEmpty() && row.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw KmsErrors.validation(
                    "Grant constraints can be used with symmetric encryption keys only, and not with a key of spec "
                            + row.spec());
        }
        for (Map<String, String> pairs : contexts) {
            if (pairs.size() > MOST_PAIRS) {
                throw KmsErrors.validation("A grant constraint has at most " + MOST_PAIRS + " pairs");
            }
            for (Map.Entry<String, String> pair : pairs.entrySet()) {
                if (pair.getKey().length() + pair.getValue().length() > MOST_CHARACTERS) {
                    throw KmsErrors.validation(
                            "A pair of a grant constraint has at most " + MOST_CHARACTERS + " characters");
                }
            }
        }
    }

    /** Services may name services as principals: the way it was done before there were service principals of grants. */
    private void requirePrincipal(Call call, @Nullable String principal) {
        if (principal == null) {
            return;
        }
        boolean service = principal.endsWith(".amazonaws.com") && !principal.contains(":");
        boolean there = !principal.equals("*") && identities.exists(call.state(), principal);
        if (!there && !(service && GrantOperations.forService(call))) {
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
}
