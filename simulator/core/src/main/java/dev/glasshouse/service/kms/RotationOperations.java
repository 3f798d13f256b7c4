package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.DisableKeyRotationRequest;
import dev.glasshouse.api.kms.EnableKeyRotationRequest;
import dev.glasshouse.api.kms.GetKeyRotationStatusRequest;
import dev.glasshouse.api.kms.GetKeyRotationStatusResponse;
import dev.glasshouse.api.kms.ListKeyRotationsRequest;
import dev.glasshouse.api.kms.ListKeyRotationsResponse;
import dev.glasshouse.api.kms.RotateKeyOnDemandRequest;
import dev.glasshouse.api.kms.RotateKeyOnDemandResponse;
import dev.glasshouse.api.kms.RotationsListEntry;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rotation of key material. */
final class RotationOperations {

    private static final int MOST_ON_DEMAND = 25;
    private static final int LEAST_DAYS = 90;
    private static final int MOST_DAYS = 2_560;

    private final KeyFactory factory;

    RotationOperations(KeyFactory factory) {
        this.factory = factory;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "EnableKeyRotation",
                        (EnableKeyRotationRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "EnableKeyRotation",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .put(
                                                "kms:RotationPeriodInDays",
                                                in.rotationPeriodInDays() == null
                                                        ? null
                                                        : in.rotationPeriodInDays()
                                                                .toString())
                                        .build()),
                        RotationOperations::enable),
                change(
                        "DisableKeyRotation",
                        (DisableKeyRotationRequest in, Call call) ->
                                KmsPlans.ask(call, "DisableKeyRotation", in.keyId()),
                        RotationOperations::disable),
                read(
                        "GetKeyRotationStatus",
                        (GetKeyRotationStatusRequest in, Call call) ->
                                KmsPlans.ask(call, "GetKeyRotationStatus", in.keyId()),
                        RotationOperations::status),
                read(
                        "ListKeyRotations",
                        (ListKeyRotationsRequest in, Call call) -> KmsPlans.ask(call, "ListKeyRotations", in.keyId()),
                        RotationOperations::list),
                write(
                        "RotateKeyOnDemand",
                        (RotateKeyOnDemandRequest in, Call call) -> KmsPlans.ask(call, "RotateKeyOnDemand", in.keyId()),
                        this::rotate));
    }

    private static void enable(EnableKeyRotationRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, Checks.customers(named, "EnableKeyRotation"));
        int days = in.rotationPeriodInDays() == null ? 365 : in.rotationPeriodInDays();
        if (days < LEAST_DAYS || days > MOST_DAYS) {
            throw KmsErrors.validation("RotationPeriodInDays must be between 90 and 2560 days (inclusive)");
        }
        KeyRow.Rotation before = row.rotation();
        if (before.enabled() && before.periodDays() == days) {
            return;
        }
        KeyRow changed = row.withRotation(
                new KeyRow.Rotation(true, days, call.now().plus(Duration.ofDays(days)), before.onDemand()));
        Keys.put(call, named, changed);
        Rotations.schedule(call.tx(), named.account(), named.region(), changed);
    }

    private static void disable(DisableKeyRotationRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, Checks.customers(named, "DisableKeyRotation"));
        Keys.put(
                call,
                named,
                row.withRotation(new KeyRow.Rotation(
                        false, row.rotation().periodDays(), null, row.rotation().onDemand())));
    }

    private static GetKeyRotationStatusResponse status(GetKeyRotationStatusRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = named.found();
        // a key that waits for its deletion is not rotated
        boolean enabled = row.rotation().enabled() && row.state() != KeyState.PENDING_DELETION;
        return GetKeyRotationStatusResponse.builder()
                .keyRotationEnabled(enabled)
                .keyId(named.arn())
                .rotationPeriodInDays(enabled ? row.rotation().periodDays() : null)
                .nextRotationDate(enabled ? row.rotation().next() : null)
                .build();
    }

    private static ListKeyRotationsResponse list(ListKeyRotationsRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = named.found();
        boolean all = "ALL_KEY_MATERIAL".equals(in.includeKeyMaterial());
        List<RotationsListEntry> rotations = new ArrayList<>();
        for (int number = all ? 0 : 1; number < row.materials().size(); number++) {
            KeyRow.Material material = row.materials().get(number);
            rotations.add(RotationsListEntry.builder()
                    .keyId(named.arn())
                    .keyMaterialId(material.id())
                    .keyMaterialState(number == row.currentNumber() ? "CURRENT" : "NON_CURRENT")
                    .rotationDate(number == 0 ? null : material.since())
                    .rotationType(material.rotationType())
                    .build());
        }
        List<String> order = row.materials().stream().map(KeyRow.Material::id).toList();
        Checks.Listing<RotationsListEntry> page = Checks.page(
                call,
                "ListKeyRotations",
                named.id() + all,
                in.marker(),
                in.limit(),
                100,
                rotations,
                entry -> String.format("%06d", order.indexOf(entry.keyMaterialId())));
        return ListKeyRotationsResponse.builder()
                .rotations(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }

    private RotateKeyOnDemandResponse rotate(RotateKeyOnDemandRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, Checks.customers(named, "RotateKeyOnDemand"));
        KeyRow.Rotation before = row.rotation();
        if (before.onDemand() >= MOST_ON_DEMAND) {
            throw KmsErrors.limit(
                    "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
                            + " rotations can be performed for this key: " + named.arn());
        }
        Keys.put(
                call,
                named,
                row.withMaterial(factory.material(
                                call.ids(), row.id(), row.materials().size(), call.now(), "ON_DEMAND"))
                        .withRotation(new KeyRow.Rotation(
                                before.enabled(), before.periodDays(), before.next(), before.onDemand() + 1)));
        return RotateKeyOnDemandResponse.builder().keyId(named.arn()).build();
    }
}
