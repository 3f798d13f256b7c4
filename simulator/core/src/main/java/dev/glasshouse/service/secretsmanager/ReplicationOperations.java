package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.RemoveRegionsFromReplicationRequest;
import dev.glasshouse.api.secretsmanager.RemoveRegionsFromReplicationResponse;
import dev.glasshouse.api.secretsmanager.ReplicateSecretToRegionsRequest;
import dev.glasshouse.api.secretsmanager.ReplicateSecretToRegionsResponse;
import dev.glasshouse.api.secretsmanager.StopReplicationToReplicaRequest;
import dev.glasshouse.api.secretsmanager.StopReplicationToReplicaResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Replica;
import dev.glasshouse.service.secretsmanager.SecretRow.Replication;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds replicas, removes them, and makes secrets of their own of them. */
final class ReplicationOperations {

    private ReplicationOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write("ReplicateSecretToRegions", ReplicationOperations::plan, ReplicationOperations::replicate),
                write(
                        "RemoveRegionsFromReplication",
                        (RemoveRegionsFromReplicationRequest in, Call call) ->
                                SecretPlans.ask(call, "RemoveRegionsFromReplication", in.secretId()),
                        ReplicationOperations::remove),
                write(
                        "StopReplicationToReplica",
                        (StopReplicationToReplicaRequest in, Call call) ->
                                SecretPlans.ask(call, "StopReplicationToReplica", in.secretId()),
                        ReplicationOperations::stop));
    }

    private static AuthorizationPlan plan(ReplicateSecretToRegionsRequest in, Call call) {
        ContextKeys.Builder keys = ContextKeys.builder();
        SecretPlans.replicas(keys, in.addReplicaRegions(), in.forceOverwriteReplicaSecret());
        return SecretPlans.ask("ReplicateSecretToRegions", Secrets.named(call, in.secretId()), keys.build());
    }

    private static ReplicateSecretToRegionsResponse replicate(ReplicateSecretToRegionsRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        SecretRow replicated = Replicas.add(
                call, named, row, in.addReplicaRegions(), Boolean.TRUE.equals(in.forceOverwriteReplicaSecret()));
        Secrets.put(call, named, replicated);
        return ReplicateSecretToRegionsResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .replicationStatus(Replicas.status(call, named, replicated, true))
                .build();
    }

    private static RemoveRegionsFromReplicationResponse remove(RemoveRegionsFromReplicationRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        Map<String, Replica> replicas = new TreeMap<>(
                row.replication() == null ? Map.of() : row.replication().replicas());
        for (String region : in.removeReplicaRegions()) {
            if (replicas.remove(region) == null) {
                throw SecretsErrors.invalidParameter(
                        "Secret is not replicated to the following regions: [" + region + "].");
            }
            Replicas.remove(call, named, row, region);
        }
        SecretRow kept = row.withReplication(replicas.isEmpty() ? null : new Replication(named.region(), replicas))
                .changed(call.now());
        Secrets.put(call, named, kept);
        return RemoveRegionsFromReplicationResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .replicationStatus(Replicas.status(call, named, kept, false))
                .build();
    }

    private static StopReplicationToReplicaResponse stop(StopReplicationToReplicaRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.live();
        if (!Replicas.isReplica(named, row) || row.replication() == null) {
            throw SecretsErrors.invalidRequest(
                    "Operation not permitted on a primary secret. Call must be made in a replica secret's region.");
        }
        String primaryRegion = row.replication().primaryRegion();
        String primaryArn = Secrets.arn(named.account(), primaryRegion, row);
        SecretRow primary = Secrets.get(call.state(), named.account(), primaryRegion, row.name())
                .filter(there -> there.suffix().equals(row.suffix()))
                .orElse(null);
        if (primary != null && primary.replication() != null) {
            Map<String, Replica> left = new TreeMap<>(primary.replication().replicas());
            left.remove(named.region());
            Secrets.put(
                    call,
                    new Secrets.Named(named.account(), primaryRegion, primaryArn, primaryArn, primary),
                    primary.withReplication(left.isEmpty() ? null : new Replication(primaryRegion, left)));
        }
        // rotation stays with the primary secret
        Secrets.put(call, named, row.withReplication(null).withRotation(null).changed(call.now()));
        return StopReplicationToReplicaResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .build();
    }
}
