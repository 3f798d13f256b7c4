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
import dev.glasshouse.sandbox.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rotation of key material. */
final class RotationOperations {

    private static final int MOST_ON_DEMAND = 25;
    private static final int LEAST_DAYS = 90;
    private static final int MOST_DAYS = 2_560;

    private final Rotations rotations;

    RotationOperations(Rotations rotations) {
        this.rotations = rotations;
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
        KeyRow row = rotatable(call, named, "EnableKeyRotation");
        int days = in.rotationPeriodInDays() == null ? 365 : in.rotationPeriodInDays();
        if (days < LEAST_DAYS || days > MOST_DAYS) {
            throw KmsErrors.validation("RotationPeriodInDays must be between 90 and 2560 days (inclusive)");
        }
        KeyRow.Rotation before = row.rotation();
        if (before.enabled() && before.periodDays() == days) {
            return;
        }
        KeyRow.Rotation after =
                new KeyRow.Rotation(true, days, call.now().plus(Duration.ofDays(days)), before.onDemand());
        put(call, named, row, after);
        Rotations.schedule(call.tx(), named.account(), named.region(), row.withRotation(after));
    }

    private static void disable(DisableKeyRotationRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = rotatable(call, named, "DisableKeyRotation");
        put(
                call,
                named,
                row,
                new KeyRow.Rotation(
                        false, row.rotation().periodDays(), null, row.rotation().onDemand()));
    }

    /** Rotation is one property of a multi-Region key in all of its Regions. */
    private static void put(WriteCall call, Keys.Named named, KeyRow row, KeyRow.Rotation rotation) {
        if (row.regions() == null) {
            Keys.put(call, named, row.withRotation(rotation));
        } else {
            MultiRegionOperations.everywhere(
                    call.tx(), named.account(), row.id(), row.regions(), any -> any.withRotation(rotation));
        }
    }

    /** Only symmetric keys are rotated, a multi-Region key by its primary. */
    private static KeyRow requireKind(Keys.Named named, KeyRow row, boolean imported) {
        if (!row.symmetric() || row.inKeyStore()) {
            throw KmsErrors.unsupported(null);
        }
        if (row.external() && !imported) {
            throw KmsErrors.unsupported(named.arn() + " origin is EXTERNAL which is not valid for this operation.");
        }
        return row;
    }

    private static void requirePrimary(Keys.Named named, KeyRow row) {
        if (row.replicaIn(named.region())) {
            throw KmsErrors.unsupported(named.arn() + " is not a multi-region primary key.");
        }
    }

    private static KeyRow rotatable(Call call, Keys.Named named, String operation) {
        KeyRow row = requireKind(named, Checks.customers(named, operation), false);
        requirePrimary(named, row);
        return Checks.usable(call, named, row);
    }

    private static GetKeyRotationStatusResponse status(GetKeyRotationStatusRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = requireKind(named, named.found(), named.found().state() != KeyState.PENDING_IMPORT);
        // a key that waits for its deletion is not rotated
        boolean enabled = row.rotation().enabled() && !row.state().deleting();
        return GetKeyRotationStatusResponse.builder()
                .keyRotationEnabled(enabled)
                .keyId(named.id())
                .rotationPeriodInDays(enabled ? row.rotation().periodDays() : null)
                .nextRotationDate(enabled ? row.rotation().next() : null)
                .build();
    }

    private static ListKeyRotationsResponse list(ListKeyRotationsRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = requireKind(named, named.found(), true);
        boolean all = "ALL_KEY_MATERIAL".equals(in.includeKeyMaterial());
        List<RotationsListEntry> rotations = new ArrayList<>();
        for (int number = 0; number < row.materials().size(); number++) {
            if (all || row.materials().get(number).rotationType() != null) {
                rotations.add(entry(call, named, row, number));
            }
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

    private static String waiting(Call call, Keys.Named named, KeyRow row, KeyRow.Material material) {
        return MultiRegionOperations.hasEverywhere(call.state(), named.account(), row, material.id())
                ? "PENDING_ROTATION"
                : "PENDING_MULTI_REGION_IMPORT_AND_ROTATION";
    }

    private static RotationsListEntry entry(Call call, Keys.Named named, KeyRow row, int number) {
        KeyRow.Material material = row.materials().get(number);
        RotationsListEntry.Builder entry = RotationsListEntry.builder()
                .keyId(row.id())
                .keyMaterialId(material.id())
                .keyMaterialState(
                        material.since() == null
                                ? waiting(call, named, row, material)
                                : number == row.currentNumber() ? "CURRENT" : "NON_CURRENT")
                .rotationDate(material.rotationType() == null ? null : material.since())
                .rotationType(material.rotationType());
        KeyRow.Imported imported = material.imported();
        if (imported != null) {
            entry.keyMaterialDescription(imported.description())
                    .importState(material.wrapped() == null ? "PENDING_IMPORT" : "IMPORTED")
                    .expirationModel(
                            imported.validTo() == null ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES")
                    .validTo(imported.validTo());
        }
        return entry.build();
    }

    private RotateKeyOnDemandResponse rotate(RotateKeyOnDemandRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = requireKind(named, Checks.customers(named, "RotateKeyOnDemand"), true);
        Checks.usable(call, named, row);
        requirePrimary(named, row);
        if (row.rotation().onDemand() >= MOST_ON_DEMAND) {
            throw KmsErrors.limit(
                    "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
                            + " rotations can be performed for this key: " + named.arn());
        }
        KeyRow.Material pending = row.pending();
        boolean ready = pending != null
                && pending.wrapped() != null
                && MultiRegionOperations.hasEverywhere(call.state(), named.account(), row, pending.id());
        if (row.external() && !ready) {
            throw KmsErrors.state("No available key material pending rotation for the key: " + named.arn() + ".");
        }
        rotations.rotateNow(call.sandbox(), call.tx(), Scope.region(named.account(), named.region()), row);
        return RotateKeyOnDemandResponse.builder().keyId(named.id()).build();
    }
}
