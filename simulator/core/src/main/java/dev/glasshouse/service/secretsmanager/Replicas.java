package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.secretsmanager.ReplicaRegionType;
import dev.glasshouse.api.secretsmanager.ReplicationStatusType;
import dev.glasshouse.api.secretsmanager.StatusType;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.secretsmanager.SecretRow.Replica;
import dev.glasshouse.service.secretsmanager.SecretRow.Replication;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps replicas like their primary: the value, encrypted anew under a key of their Region, its labels, tags and policy. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html">Replicate AWS Secrets Manager
 * secrets across Regions</a>.
 */
final class Replicas {

    private Replicas() {}

    static boolean isReplica(Secrets.Named secret, SecretRow row) {
        Replication part = row.replication();
        return part != null && !part.primaryRegion().equals(secret.region());
    }

    /** A secret that is there, not marked for deletion, and no replica: what can be changed. */
    static SecretRow primary(Secrets.Named secret) {
        SecretRow row = secret.live();
        if (isReplica(secret, row)) {
            throw SecretsErrors.invalidRequest(
                    "Operation not permitted on a replica secret. Call must be made in primary secret's region.");
        }
        return row;
    }

    /** Stores a changed secret and carries the change to its replicas. */
    static SecretRow save(WriteCall call, Secrets.Named secret, SecretRow row) {
        Replication part = row.replication();
        if (part == null || part.replicas().isEmpty() || isReplica(secret, row)) {
            Secrets.put(call, secret, row);
            return row;
        }
        Map<String, Replica> replicas = new TreeMap<>();
        part.replicas().forEach((region, replica) -> replicas.put(region, carried(call, secret, row, region, replica)));
        SecretRow saved = row.withReplication(new Replication(part.primaryRegion(), replicas));
        Secrets.put(call, secret, saved);
        return saved;
    }

    private static Replica carried(
            WriteCall call, Secrets.Named secret, SecretRow row, String region, Replica replica) {
        Optional<SecretRow> there = Secrets.get(call.state(), secret.account(), region, row.name());
        if (there.isEmpty()) {
            return replica; // it failed when it was added
        }
        try {
            copy(call, secret, row, region, replica.kmsKeyId(), there);
            return new Replica(replica.kmsKeyId(), StatusType.IN_SYNC, null);
        } catch (ServiceException e) {
            return new Replica(
                    replica.kmsKeyId(),
                    StatusType.FAILED,
                    "Replication failed: " + e.error().message());
        }
    }

    /** Adds Regions; what cannot be replicated is said in its status. */
    static SecretRow add(
            WriteCall call, Secrets.Named secret, SecretRow row, List<ReplicaRegionType> regions, boolean overwrite) {
        Map<String, Replica> replicas = new TreeMap<>(
                row.replication() == null ? Map.of() : row.replication().replicas());
        for (ReplicaRegionType added : regions) {
            String region = String.valueOf(added.region());
            if (region.equals(secret.region())) {
                throw SecretsErrors.invalidParameter(
                        "Invalid replica region. A secret can't be replicated to its own" + " region " + region + ".");
            }
            if (replicas.containsKey(region)
                    && StatusType.IN_SYNC.equals(replicas.get(region).status())) {
                throw SecretsErrors.invalidParameter(
                        "Secret is already replicated to the following regions: [" + region + "].");
            }
            String key = emptyToNull(added.kmsKeyId());
            replicas.put(region, made(call, secret, row, region, key, overwrite));
        }
        return row.withReplication(new Replication(secret.region(), replicas)).changed(call.now());
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() || text.equals(SecretVault.DEFAULT_KEY) ? null : text;
    }

    private static Replica made(
            WriteCall call,
            Secrets.Named secret,
            SecretRow row,
            String region,
            @Nullable String key,
            boolean overwrite) {
        Optional<SecretRow> there = Secrets.get(call.state(), secret.account(), region, row.name());
        boolean foreign = there.isPresent() && there.get().replication() != null;
        if (there.isPresent() && (!overwrite || foreign)) {
            return new Replica(
                    key,
                    StatusType.FAILED,
                    "Replication failed: Secret name " + row.name() + " already exists in region " + region + ".");
        }
        try {
            copy(call, secret, row, region, key, Optional.empty());
            return new Replica(key, StatusType.IN_SYNC, null);
        } catch (ServiceException e) {
            return new Replica(
                    key, StatusType.FAILED, "Replication failed: " + e.error().message());
        }
    }

    private static void copy(
            WriteCall call,
            Secrets.Named secret,
            SecretRow row,
            String region,
            @Nullable String key,
            Optional<SecretRow> there) {
        SecretRow bare = new SecretRow(
                row.name(),
                row.suffix(),
                row.details().withKmsKeyId(key),
                there.map(SecretRow::moments).orElse(row.moments()),
                row.rotation(),
                new Replication(secret.region(), Map.of()),
                List.of());
        String arn = Secrets.arn(secret.account(), region, row);
        Secrets.Named replica = new Secrets.Named(secret.account(), region, arn, arn, bare);
        Secrets.Named primary = new Secrets.Named(secret.account(), secret.region(), arn, secret.arn(), row);
        List<Version> versions = new ArrayList<>();
        for (Version version : row.versions()) {
            Version known = there.flatMap(old -> old.version(version.id())).orElse(null);
            if (known != null && known.content() != null) {
                versions.add(known.withStages(version.stages()));
            } else if (version.content() == null) {
                versions.add(version);
            } else {
                SecretVault.Value value = SecretVault.open(call, primary, version);
                versions.add(new Version(
                        version.id(),
                        version.created(),
                        null,
                        version.stages(),
                        key,
                        SecretVault.seal(call, replica, version.id(), key, value)));
            }
        }
        Secrets.put(
                call, replica, bare.withVersions(versions).changed(row.moments().changed()));
    }

    /** Removes the replica of a Region, if it is one. */
    static void remove(WriteCall call, Secrets.Named secret, SecretRow row, String region) {
        Secrets.get(call.state(), secret.account(), region, row.name())
                .filter(there -> there.replication() != null
                        && there.replication().primaryRegion().equals(secret.region())
                        && there.suffix().equals(row.suffix()))
                .ifPresent(
                        there -> call.tx().remove(Secrets.TABLE, Scope.region(secret.account(), region), there.name()));
    }

    /**
     * How the replicas of a secret are.
     *
     * @param beginning whether they are said to be under way still, as they are at AWS when they are asked for
     */
    static List<ReplicationStatusType> status(WriteCall call, Secrets.Named secret, SecretRow row, boolean beginning) {
        return status(call.state(), secret, row, beginning);
    }

    static List<ReplicationStatusType> status(
            dev.glasshouse.sandbox.StateReader state, Secrets.Named secret, SecretRow row, boolean beginning) {
        Replication part = row.replication();
        List<ReplicationStatusType> all = new ArrayList<>();
        if (part == null) {
            return all;
        }
        part.replicas().forEach((region, replica) -> {
            boolean underWay = beginning && replica.status().equals(StatusType.IN_SYNC);
            all.add(ReplicationStatusType.builder()
                    .region(region)
                    .kmsKeyId(replica.kmsKeyId() == null ? SecretVault.DEFAULT_KEY : replica.kmsKeyId())
                    .status(underWay ? StatusType.IN_PROGRESS : replica.status())
                    .statusMessage(replica.message())
                    .lastAccessedDate(Secrets.get(state, secret.account(), region, row.name())
                            .map(there -> there.moments().accessed())
                            .orElse(null))
                    .build());
        });
        return all;
    }
}
