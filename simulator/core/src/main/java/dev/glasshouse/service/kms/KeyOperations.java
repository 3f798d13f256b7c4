package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.CancelKeyDeletionRequest;
import dev.glasshouse.api.kms.CancelKeyDeletionResponse;
import dev.glasshouse.api.kms.DescribeKeyRequest;
import dev.glasshouse.api.kms.DescribeKeyResponse;
import dev.glasshouse.api.kms.DisableKeyRequest;
import dev.glasshouse.api.kms.EnableKeyRequest;
import dev.glasshouse.api.kms.KeyListEntry;
import dev.glasshouse.api.kms.ListKeysRequest;
import dev.glasshouse.api.kms.ListKeysResponse;
import dev.glasshouse.api.kms.ScheduleKeyDeletionRequest;
import dev.glasshouse.api.kms.ScheduleKeyDeletionResponse;
import dev.glasshouse.api.kms.UpdateKeyDescriptionRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.time.Instant;
import java.util.List;

/** The life of a key. */
final class KeyOperations {

    private static final int LEAST_DAYS = 7;
    private static final int MOST_DAYS = 30;

    private final KeyFactory factory;
    private final Rotations rotations;
    private final KeyPolicies policies;
    private final Tokens tokens;

    KeyOperations(KeyFactory factory, Rotations rotations, KeyPolicies policies, Tokens tokens) {
        this.tokens = tokens;
        this.factory = factory;
        this.rotations = rotations;
        this.policies = policies;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new CreateKey(factory, policies),
                // whoever asks for an alias that AWS has predefined has its key made
                write(
                        "DescribeKey",
                        EncryptOperations.READ_ONLY,
                        (DescribeKeyRequest in, Call call) ->
                                KmsPlans.ask(call, "DescribeKey", described(in, call), ContextKeys.EMPTY),
                        this::describe),
                read(
                        "ListKeys",
                        (ListKeysRequest in, Call call) -> KmsPlans.listing(call, "ListKeys"),
                        KeyOperations::list),
                change(
                        "EnableKey",
                        (EnableKeyRequest in, Call call) -> KmsPlans.ask(call, "EnableKey", in.keyId()),
                        this::enable),
                change(
                        "DisableKey",
                        (DisableKeyRequest in, Call call) -> {
                            Keys.Named key = Keys.named(call, in.keyId());
                            return KmsPlans.ask(call, "DisableKey", key, LastUsage.unused(call, key));
                        },
                        KeyOperations::disable),
                change(
                        "UpdateKeyDescription",
                        (UpdateKeyDescriptionRequest in, Call call) ->
                                KmsPlans.ask(call, "UpdateKeyDescription", in.keyId()),
                        KeyOperations::updateDescription),
                write(
                        "ScheduleKeyDeletion",
                        (ScheduleKeyDeletionRequest in, Call call) -> {
                            Keys.Named key = Keys.named(call, in.keyId());
                            return KmsPlans.ask(
                                    call,
                                    "ScheduleKeyDeletion",
                                    key,
                                    LastUsage.unused(call, key).toBuilder()
                                            .put(
                                                    "kms:ScheduleKeyDeletionPendingWindowInDays",
                                                    Integer.toString(window(in)))
                                            .build());
                        },
                        KeyOperations::schedule),
                write(
                        "CancelKeyDeletion",
                        (CancelKeyDeletionRequest in, Call call) -> KmsPlans.ask(call, "CancelKeyDeletion", in.keyId()),
                        KeyOperations::cancel));
    }

    private static Keys.Named described(DescribeKeyRequest in, Call call) {
        return ManagedKeys.predefined(call, in.keyId()).orElseGet(() -> Keys.named(call, in.keyId()));
    }

    private DescribeKeyResponse describe(DescribeKeyRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named named = described(in, call);
        return DescribeKeyResponse.builder()
                .keyMetadata(KeyView.of(call, named, ManagedKeys.made(call, factory, named)))
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
        KeyRow row = Checks.switchable(call, named, Checks.customers(named, "EnableKey"));
        if (row.state() == KeyState.UNAVAILABLE) {
            return; // it takes effect when the key store is back
        }
        KeyRow enabled = row.withState(KeyState.ENABLED);
        Keys.put(call, named, enabled);
        Instant next = enabled.rotation().next();
        boolean slept = enabled.rotation().enabled() && next != null && !next.isAfter(call.now());
        if (slept && !enabled.replicaIn(named.region())) {
            rotations.rotateDue(call.sandbox(), call.tx(), Scope.region(named.account(), named.region()), enabled);
        }
    }

    private static void disable(DisableKeyRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.switchable(call, named, Checks.customers(named, "DisableKey"));
        if (row.state() != KeyState.UNAVAILABLE) {
            Keys.put(call, named, row.withState(KeyState.DISABLED));
        }
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
        KeyRow doomed = Deletions.schedule(call.tx(), named.account(), named.region(), row, days);
        return ScheduleKeyDeletionResponse.builder()
                .keyId(named.arn())
                .deletionDate(doomed.deletion())
                .keyState(doomed.state().word())
                .pendingWindowInDays(days)
                .build();
    }

    private static CancelKeyDeletionResponse cancel(CancelKeyDeletionRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = named.found();
        if (!row.state().deleting()) {
            throw KmsErrors.state(named.arn() + " is not pending deletion.");
        }
        Keys.put(call, named, Imports.settled(row.withState(KeyState.DISABLED)));
        return CancelKeyDeletionResponse.builder().keyId(named.arn()).build();
    }
}
