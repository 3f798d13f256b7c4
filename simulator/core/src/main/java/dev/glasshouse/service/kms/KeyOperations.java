package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.CancelKeyDeletionRequest;
import dev.glasshouse.api.kms.CancelKeyDeletionResponse;
import dev.glasshouse.api.kms.CreateKeyRequest;
import dev.glasshouse.api.kms.CreateKeyResponse;
import dev.glasshouse.api.kms.DescribeKeyRequest;
import dev.glasshouse.api.kms.DescribeKeyResponse;
import dev.glasshouse.api.kms.DisableKeyRequest;
import dev.glasshouse.api.kms.EnableKeyRequest;
import dev.glasshouse.api.kms.KeyListEntry;
import dev.glasshouse.api.kms.KeyMetadata;
import dev.glasshouse.api.kms.ListKeysRequest;
import dev.glasshouse.api.kms.ListKeysResponse;
import dev.glasshouse.api.kms.ScheduleKeyDeletionRequest;
import dev.glasshouse.api.kms.ScheduleKeyDeletionResponse;
import dev.glasshouse.api.kms.UpdateKeyDescriptionRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The life of a key. */
final class KeyOperations {

    private static final int LEAST_DAYS = 7;
    private static final int MOST_DAYS = 30;

    private final KeyFactory factory;
    private final Rotations rotations;
    private final KeyPolicies policies;

    KeyOperations(KeyFactory factory, Rotations rotations, KeyPolicies policies) {
        this.factory = factory;
        this.rotations = rotations;
        this.policies = policies;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("CreateKey", KeyOperations::planCreate, this::create),
                read(
                        "DescribeKey",
                        (DescribeKeyRequest in, Call call) -> KmsPlans.ask(call, "DescribeKey", in.keyId()),
                        KeyOperations::describe),
                read(
                        "ListKeys",
                        (ListKeysRequest in, Call call) ->
                                AuthorizationPlan.of(KmsPlans.account(call, "ListKeys", "*", ContextKeys.EMPTY)),
                        KeyOperations::list),
                change(
                        "EnableKey",
                        (EnableKeyRequest in, Call call) -> KmsPlans.ask(call, "EnableKey", in.keyId()),
                        this::enable),
                change(
                        "DisableKey",
                        (DisableKeyRequest in, Call call) -> KmsPlans.ask(call, "DisableKey", in.keyId()),
                        KeyOperations::disable),
                change(
                        "UpdateKeyDescription",
                        (UpdateKeyDescriptionRequest in, Call call) ->
                                KmsPlans.ask(call, "UpdateKeyDescription", in.keyId()),
                        KeyOperations::updateDescription),
                write(
                        "ScheduleKeyDeletion",
                        (ScheduleKeyDeletionRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "ScheduleKeyDeletion",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .put("kms:ScheduleKeyDeletionPendingWindowInDays", Integer.toString(window(in)))
                                        .build()),
                        KeyOperations::schedule),
                write(
                        "CancelKeyDeletion",
                        (CancelKeyDeletionRequest in, Call call) -> KmsPlans.ask(call, "CancelKeyDeletion", in.keyId()),
                        KeyOperations::cancel));
    }

    private static AuthorizationPlan planCreate(CreateKeyRequest in, Call call) {
        ContextKeys keys = KmsPlans.tags(in.tags()).toBuilder()
                .put("kms:KeySpec", spec(in))
                .put("kms:KeyUsage", in.keyUsage() == null ? "ENCRYPT_DECRYPT" : in.keyUsage())
                .put("kms:KeyOrigin", in.origin() == null ? "AWS_KMS" : in.origin())
                .put("kms:MultiRegion", Boolean.TRUE.equals(in.multiRegion()))
                .put("kms:BypassPolicyLockoutSafetyCheck", Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()))
                .build();
        return AuthorizationPlan.of(KmsPlans.account(call, "CreateKey", "*", keys));
    }

    private static String spec(CreateKeyRequest in) {
        String spec = in.keySpec() != null ? in.keySpec() : in.customerMasterKeySpec();
        return spec == null ? "SYMMETRIC_DEFAULT" : spec;
    }

    private CreateKeyResponse create(CreateKeyRequest in, WriteCall call) {
        requireSimulated(in);
        String account = call.caller().account();
        String id = call.ids().uuid("kms.key", account);
        Keys.Named named = new Keys.Named(account, call.region(), id, null, null);
        String policy = in.policy();
        if (policy == null) {
            policy = KeyPolicies.usual(account);
        } else {
            policies.require(call, named, policy, Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()));
        }
        KeyRow row = factory.make(
                call,
                id,
                in.description() == null ? "" : in.description(),
                "CUSTOMER",
                policy,
                TagOperations.merge(java.util.Map.of(), in.tags()));
        Keys.put(call, named, row);
        return CreateKeyResponse.builder().keyMetadata(shown(named, row)).build();
    }

    private static void requireSimulated(CreateKeyRequest in) {
        if (in.keySpec() != null && in.customerMasterKeySpec() != null) {
            throw KmsErrors.validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                    + " CustomerMasterKeySpec is deprecated.");
        }
        String spec = spec(in);
        if (!spec.equals("SYMMETRIC_DEFAULT")) {
            if (in.keyUsage() == null) {
                throw KmsErrors.validation(
                        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
            }
            throw KmsErrors.notSimulated("A key of spec " + spec);
        }
        if (in.keyUsage() != null && !in.keyUsage().equals("ENCRYPT_DECRYPT")) {
            throw KmsErrors.validation("KeyUsage " + in.keyUsage() + " is not compatible with KeySpec " + spec);
        }
        boolean own = in.origin() == null || in.origin().equals("AWS_KMS");
        if (!own || in.customKeyStoreId() != null || in.xksKeyId() != null) {
            throw KmsErrors.notSimulated("A key of another origin than AWS_KMS");
        }
        if (Boolean.TRUE.equals(in.multiRegion())) {
            throw KmsErrors.notSimulated("A multi-Region key");
        }
    }

    static KeyMetadata shown(Keys.Named named, KeyRow row) {
        Instant deletion = row.deletion();
        return KeyMetadata.builder()
                .awsAccountId(named.account())
                .keyId(row.id())
                .arn(named.arn())
                .creationDate(row.created())
                .enabled(row.state() == KeyState.ENABLED)
                .description(row.description())
                .keyUsage(row.usage())
                .keyState(row.state().word())
                .deletionDate(deletion)
                .origin(row.origin())
                .keyManager(row.managedBy())
                .customerMasterKeySpec(row.spec())
                .keySpec(row.spec())
                .encryptionAlgorithms(List.of("SYMMETRIC_DEFAULT"))
                .multiRegion(false)
                .currentKeyMaterialId(row.current().id())
                .build();
    }

    private static DescribeKeyResponse describe(DescribeKeyRequest in, Call call) {
        Checks.grantTokens(in.grantTokens());
        Keys.Named named = Keys.named(call, in.keyId());
        return DescribeKeyResponse.builder()
                .keyMetadata(shown(named, named.found()))
                .build();
    }

    private static ListKeysResponse list(ListKeysRequest in, Call call) {
        String account = call.caller().account();
        List<KeyListEntry> all = call.state().rows(Keys.TABLE, Scope.region(account, call.region())).keySet().stream()
                .map(id -> new KeyListEntry(id, Keys.arn(account, call.region(), id)))
                .toList();
        Checks.Listing<KeyListEntry> page = Checks.page(
                call, "ListKeys", "", in.marker(), in.limit(), 100, all, entry -> String.valueOf(entry.keyId()));
        return ListKeysResponse.builder()
                .keys(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }

    private void enable(EnableKeyRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "EnableKey"));
        KeyRow enabled = row.withState(KeyState.ENABLED, null);
        Keys.put(call, named, enabled);
        Instant next = enabled.rotation().next();
        if (enabled.rotation().enabled() && next != null && !next.isAfter(call.now())) {
            rotations.rotateDue(call.tx(), Scope.region(named.account(), named.region()), enabled);
        }
    }

    private static void disable(DisableKeyRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "DisableKey"));
        Keys.put(call, named, row.withState(KeyState.DISABLED, null));
    }

    private static void updateDescription(UpdateKeyDescriptionRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "UpdateKeyDescription"));
        Keys.put(call, named, row.withDescription(in.description()));
    }

    private static int window(ScheduleKeyDeletionRequest in) {
        return in.pendingWindowInDays() == null ? MOST_DAYS : in.pendingWindowInDays();
    }

    private static ScheduleKeyDeletionResponse schedule(ScheduleKeyDeletionRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        int days = window(in);
        if (days < LEAST_DAYS || days > MOST_DAYS) {
            throw KmsErrors.validation("PendingWindowInDays must be between 7 and 30 days (inclusive)");
        }
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "ScheduleKeyDeletion"));
        Instant at = call.now().plus(Duration.ofDays(days));
        Keys.put(call, named, row.withState(KeyState.PENDING_DELETION, at));
        call.tx().schedule(new Timer(at, Rotations.DELETE, named.account(), named.region(), row.id()));
        return ScheduleKeyDeletionResponse.builder()
                .keyId(named.arn())
                .deletionDate(at)
                .keyState(KeyState.PENDING_DELETION.word())
                .pendingWindowInDays(days)
                .build();
    }

    private static CancelKeyDeletionResponse cancel(CancelKeyDeletionRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = named.found();
        if (row.state() != KeyState.PENDING_DELETION) {
            throw KmsErrors.state(named.arn() + " is not pending deletion.");
        }
        Keys.put(call, named, row.withState(KeyState.DISABLED, null));
        return CancelKeyDeletionResponse.builder().keyId(named.arn()).build();
    }
}
