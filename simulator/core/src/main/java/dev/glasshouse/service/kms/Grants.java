package dev.glasshouse.service.kms;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.Allowance;
import dev.glasshouse.policy.Allowance.Reach;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The grants on keys: which there are, and which lets a caller do something. They count at once, with or without their
 * tokens. See <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grants.html">Grants in AWS KMS</a>.
 */
final class Grants {

    static final Table<String, GrantRow> TABLE =
            Table.ofText("kms", "grants", RecordCodec.of(GrantRow.class).next(UnaryOperator.identity()));

    /** The operations with an encryption context, which constraints look at. */
    private static final Set<String> WITH_CONTEXT = Set.of(
            "Encrypt",
            "Decrypt",
            "ReEncryptFrom",
            "ReEncryptTo",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext");

    private Grants() {}

    /** The grants on a key, by id. */
    static Collection<GrantRow> of(StateReader state, Keys.Named key) {
        return state.rows(TABLE, Scope.region(key.account(), key.region()))
                .subMap(key.id() + "/", key.id() + "0")
                .values();
    }

    static Optional<GrantRow> get(StateReader state, Keys.Named key, String grantId) {
        return state.get(TABLE, Scope.region(key.account(), key.region()), key.id() + "/" + grantId);
    }

    static String rowKey(GrantRow grant) {
        return grant.keyId() + "/" + grant.id();
    }

    /** What a grant gives the caller for an operation with an encryption context; null where there is none. */
    static @Nullable Allowance allowing(Call call, Keys.Named key, String operation, Map<String, String> context) {
        boolean constrained = WITH_CONTEXT.contains(operation);
        return allowing(
                call,
                key,
                grant -> grant.operations().contains(operation)
                        && grant.admits(call.source())
                        && (!constrained || grant.admits(context)));
    }

    /** What the closest grant that is wanted gives the caller as its grantee; null where there is none. */
    static @Nullable Allowance allowing(Call call, Keys.Named key, Predicate<GrantRow> wanted) {
        Allowance closest = null;
        for (GrantRow grant : of(call.state(), key)) {
            Reach reach = reach(call, grant.grantee(), grant.granteeId());
            if (reach != null && (closest == null || reach.compareTo(closest.reach()) > 0) && wanted.test(grant)) {
                closest = new Allowance("grant " + grant.id(), reach);
            }
        }
        return closest;
    }

    /** How closely a principal of a grant names the caller; null where it names another. */
    static @Nullable Reach reach(Call call, String principal, @Nullable String uniqueId) {
        Caller caller = call.caller();
        switch (caller.kind()) {
            case ANONYMOUS -> {
                return null;
            }
            case SERVICE -> {
                String regional = caller.name().replace(".amazonaws.com", "." + call.region() + ".amazonaws.com");
                return principal.equals(caller.name()) || principal.equals(regional) ? Reach.CALLER : null;
            }
            default -> {
                // most grants are others': compare the plain texts first
                if (principal.equals(caller.arn()) && isStill(caller, uniqueId)) {
                    return Reach.CALLER;
                }
                if (caller.kind() == Caller.Kind.ROLE
                        && principal.equals(caller.principalArn())
                        && isStill(caller, uniqueId)) {
                    return Reach.ROLE;
                }
                boolean account = principal.equals("arn:aws:iam::" + caller.account() + ":root")
                        || principal.equals(caller.account());
                return account ? caller.kind() == Caller.Kind.ROOT ? Reach.CALLER : Reach.ACCOUNT : null;
            }
        }
    }

    private static boolean isStill(Caller caller, @Nullable String uniqueId) {
        return uniqueId == null
                || caller.principalId().equals(uniqueId)
                || caller.principalId().startsWith(uniqueId + ":");
    }

    /** The condition keys that the constraints of a grant give, of one that is made or one that is retired. */
    static ContextKeys constraintKeys(GrantRow grant) {
        return constraintKeys(grant.equalContext(), grant.partOfContext(), grant.sourceArn())
                .build();
    }

    static ContextKeys.Builder constraintKeys(
            @Nullable Map<String, String> equal, @Nullable Map<String, String> part, @Nullable String sourceArn) {
        List<String> types = new ArrayList<>();
        Map<String, String> context = new TreeMap<>();
        if (equal != null) {
            types.add("EncryptionContextEquals");
            context.putAll(equal);
        }
        if (part != null) {
            types.add("EncryptionContextSubset");
            context.putAll(part);
        }
        if (sourceArn != null) {
            types.add("SourceArn");
        }
        ContextKeys.Builder keys = ContextKeys.builder();
        if (types.size() == 1) {
            keys.put("kms:GrantConstraintType", types.get(0));
        } else if (!types.isEmpty()) {
            keys.putAll("kms:GrantConstraintType", types);
        }
        return KmsPlans.context(keys, context);
    }

    /** The keys and grants of a Region that a principal may retire, of every account. */
    static List<Map.Entry<Keys.Named, GrantRow>> retirable(Call call, String principal) {
        return call.state().scopes(TABLE).stream()
                .filter(scope -> call.region().equals(scope.region()))
                .flatMap(scope -> call.state().rows(TABLE, scope).values().stream()
                        .filter(grant -> principal.equals(grant.retiring()))
                        .map(grant -> Map.entry(
                                new Keys.Named(
                                        String.valueOf(scope.account()), call.region(), grant.keyId(), null, null),
                                grant)))
                .toList();
    }
}
