package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.KeyMetadata;
import dev.glasshouse.api.kms.MultiRegionConfiguration;
import dev.glasshouse.api.kms.MultiRegionKey;
import dev.glasshouse.call.Call;
import dev.glasshouse.crypto.hsm.KeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key as {@code DescribeKey} shows it: which members there are depends on what kind of key it is. */
final class KeyView {

    private KeyView() {}

    /** The algorithms of a usage; null where the key is for another. */
    static @Nullable List<String> only(KeyRow row, String usage, List<String> algorithms) {
        return row.usage().equals(usage) ? algorithms : null;
    }

    static KeyMetadata of(Call call, Keys.Named named, KeyRow row) {
        KeySpec spec = row.keySpec();
        boolean creating = Checks.creating(call, row) && row.state() == KeyState.ENABLED;
        boolean updating = Checks.updating(call, row) && row.state() == KeyState.ENABLED;
        KeyMetadata.Builder shown = KeyMetadata.builder()
                .awsAccountId(named.account())
                .keyId(row.id())
                .arn(named.arn())
                .creationDate(row.created())
                .enabled(row.state() == KeyState.ENABLED && !creating && !updating)
                .description(row.description())
                .keyUsage(row.usage())
                .keyState(
                        creating
                                ? "Creating"
                                : updating ? "Updating" : row.state().word())
                .deletionDate(row.deletion())
                .origin(row.origin())
                .keyManager(row.managedBy())
                .customerMasterKeySpec(row.spec())
                .keySpec(row.spec())
                .encryptionAlgorithms(only(row, "ENCRYPT_DECRYPT", spec.encryptionAlgorithms()))
                .signingAlgorithms(only(row, "SIGN_VERIFY", spec.signingAlgorithms()))
                .keyAgreementAlgorithms(only(row, "KEY_AGREEMENT", spec.keyAgreementAlgorithms()))
                .macAlgorithms(only(row, "GENERATE_VERIFY_MAC", spec.macAlgorithms()))
                .multiRegion(row.regions() != null)
                .multiRegionConfiguration(regions(named, row))
                .pendingDeletionWindowInDays(
                        row.state() == KeyState.PENDING_REPLICA_DELETION ? row.deletionDays() : null)
                .currentKeyMaterialId(KeyFactory.materialId(row));
        if (row.external()) {
            expiry(row, shown);
        }
        return shown.build();
    }

    /** The earliest expiry of imported material that the key works with. */
    private static void expiry(KeyRow row, KeyMetadata.Builder shown) {
        boolean any = false;
        Instant first = null;
        for (KeyRow.Material material : row.materials()) {
            if (material.wrapped() == null || material.since() == null || material.imported() == null) {
                continue;
            }
            any = true;
            Instant validTo = material.imported().validTo();
            if (validTo != null && (first == null || validTo.isBefore(first))) {
                first = validTo;
            }
        }
        if (any) {
            shown.validTo(first)
                    .expirationModel(first == null ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES");
        }
    }

    private static @Nullable MultiRegionConfiguration regions(Keys.Named named, KeyRow row) {
        KeyRow.Regions regions = row.regions();
        return regions == null
                ? null
                : MultiRegionConfiguration.builder()
                        .multiRegionKeyType(row.replicaIn(named.region()) ? "REPLICA" : "PRIMARY")
                        .primaryKey(in(named, regions.primary()))
                        .replicaKeys(regions.replicas().stream()
                                .map(region -> in(named, region))
                                .toList())
                        .build();
    }

    private static MultiRegionKey in(Keys.Named named, String region) {
        return new MultiRegionKey(Keys.arn(Objects.requireNonNull(named.account()), region, named.id()), region);
    }
}
