package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.CreateKeyRequest;
import dev.glasshouse.api.kms.CreateKeyResponse;
import dev.glasshouse.api.kms.KeyMetadata;
import dev.glasshouse.api.kms.ReplicateKeyRequest;
import dev.glasshouse.api.kms.ReplicateKeyResponse;
import dev.glasshouse.api.kms.Tag;
import dev.glasshouse.api.kms.UpdatePrimaryRegionRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Multi-Region keys: one key, with the same id and material, in several Regions. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html">Multi-Region keys</a>.
 */
final class MultiRegionOperations {

    /** The Regions of the partition in which there is KMS. */
    private static final Set<String> REGIONS =
            Set.of(("af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2"
                            + " ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5"
                            + " ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2"
                            + " eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1"
                            + " me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1"
                            + " us-west-2")
                    .split(" "));

    /** How long a replica is being made, and how long a change of the primary takes. */
    static final Duration CREATING = Duration.ofSeconds(1);

    private final KeyPolicies policies;
    private final KeyEvents events;

    MultiRegionOperations(KeyPolicies policies, KeyEvents events) {
        this.policies = policies;
        this.events = events;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("ReplicateKey", MultiRegionOperations::planReplicate, this::replicate),
                change("UpdatePrimaryRegion", MultiRegionOperations::planUpdate, this::update));
    }

    /** Changes a multi-Region key in each of its Regions. */
    static void everywhere(
            Transaction tx, String account, String keyId, KeyRow.Regions regions, UnaryOperator<KeyRow> change) {
        for (String region : regions.all()) {
            Scope scope = Scope.region(account, region);
            tx.get(Keys.TABLE, scope, keyId).ifPresent(row -> tx.put(Keys.TABLE, scope, keyId, change.apply(row)));
        }
    }

    /** Whether imported material has come to every Region of its key. */
    static boolean hasEverywhere(StateReader state, String account, KeyRow row, String materialId) {
        KeyRow.Regions regions = row.regions();
        return regions == null
                || regions.all().stream()
                        .allMatch(region -> Keys.get(state, account, region, row.id())
                                .filter(each -> each.numberOf(materialId) >= 0)
                                .filter(each -> each.materials()
                                                .get(each.numberOf(materialId))
                                                .wrapped()
                                        != null)
                                .isPresent());
    }

    private static KeyRow.Regions requirePrimary(Keys.Named key, KeyRow row) {
        KeyRow.Regions regions = row.regions();
        if (regions == null || row.replicaIn(key.region())) {
            throw KmsErrors.unsupported(key.arn() + " is not a multi-region primary key.");
        }
        return regions;
    }

    private static AuthorizationPlan planReplicate(ReplicateKeyRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.row();
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(KmsPlans.key(
                call,
                "ReplicateKey",
                key,
                ContextKeys.builder()
                        .put("kms:ReplicaRegion", in.replicaRegion())
                        .build()));
        ContextKeys keys = KmsPlans.tags(in.tags()).toBuilder()
                .put("aws:RequestedRegion", in.replicaRegion())
                .put("kms:MultiRegion", true)
                .put("kms:MultiRegionKeyType", "REPLICA")
                .put("kms:KeySpec", row == null ? null : row.spec())
                .put("kms:KeyUsage", row == null ? null : row.usage())
                .put("kms:KeyOrigin", row == null ? null : row.origin())
                .put("kms:BypassPolicyLockoutSafetyCheck", Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()))
                .build();
        asked.add(KmsPlans.account(call, "CreateKey", "*", keys));
        if (in.tags() != null && !in.tags().isEmpty()) {
            asked.add(KmsPlans.tagOnCreate(call, in.replicaRegion(), keys));
        }
        return new AuthorizationPlan(asked);
    }

    private ReplicateKeyResponse replicate(ReplicateKeyRequest in, WriteCall call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        KeyRow.Regions regions = requirePrimary(key, row);
        Checks.usable(call, key, row);
        Checks.notUpdating(call, key, row);
        String region = in.replicaRegion();
        if (!REGIONS.contains(region)) {
            throw KmsErrors.unsupported("The Region " + region + " is not supported.");
        }
        if (regions.all().contains(region)) {
            throw KmsErrors.exists("Key " + Keys.arn(key.account(), region, key.id()) + " already exists");
        }
        Keys.Named there = new Keys.Named(key.account(), region, key.id(), null, null);
        String policy = in.policy();
        if (policy == null) {
            policy = KeyPolicies.usual(key.account());
        } else {
            policies.require(call, there, policy, Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()));
        }
        Map<String, String> tags = TagOperations.merge(Map.of(), in.tags());
        List<String> replicas = new ArrayList<>(regions.replicas());
        replicas.add(region);
        KeyRow.Regions all = new KeyRow.Regions(regions.primary(), replicas);
        KeyRow replica = row.replica(
                call.now(),
                call.now().plus(CREATING),
                in.description() == null ? "" : in.description(),
                policy,
                tags,
                all);
        call.tx().put(Keys.TABLE, Scope.region(key.account(), region), key.id(), replica);
        everywhere(call.tx(), key.account(), key.id(), all, any -> any.withRegions(all));
        KeyMetadata shown = KeyView.of(call, there, replica);
        call.services()
                .in(region)
                .note(
                        "kms.amazonaws.com",
                        "kms",
                        "CreateKey",
                        created(in, replica, policy),
                        CreateKeyResponse.builder().keyMetadata(shown).build());
        if (!row.external()) {
            events.synchronize(call.sandbox(), call.now(), key.account(), key.id(), List.of(region));
        }
        return ReplicateKeyResponse.builder()
                .replicaKeyMetadata(shown)
                .replicaPolicy(policy)
                .replicaTags(
                        tags.isEmpty()
                                ? null
                                : tags.entrySet().stream()
                                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                                        .toList())
                .build();
    }

    /** What the replica's Region is asked to make. */
    private static CreateKeyRequest created(ReplicateKeyRequest in, KeyRow replica, String policy) {
        return CreateKeyRequest.builder()
                .policy(policy)
                .description(replica.description())
                .keyUsage(replica.usage())
                .customerMasterKeySpec(replica.spec())
                .keySpec(replica.spec())
                .origin(replica.origin())
                .bypassPolicyLockoutSafetyCheck(Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()))
                .tags(in.tags())
                .multiRegion(true)
                .build();
    }

    private static AuthorizationPlan planUpdate(UpdatePrimaryRegionRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        ContextKeys keys = ContextKeys.builder()
                .put("kms:PrimaryRegion", in.primaryRegion())
                .build();
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(KmsPlans.key(call, "UpdatePrimaryRegion", key, keys));
        Keys.get(call.state(), key.account(), in.primaryRegion(), key.id())
                .ifPresent(replica -> asked.add(KmsPlans.key(
                        call,
                        "UpdatePrimaryRegion",
                        new Keys.Named(key.account(), in.primaryRegion(), key.id(), replica, null),
                        keys.toBuilder()
                                .put("aws:RequestedRegion", in.primaryRegion())
                                .build())));
        return new AuthorizationPlan(asked);
    }

    private void update(UpdatePrimaryRegionRequest in, WriteCall call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        KeyRow.Regions regions = requirePrimary(key, row);
        Checks.usable(call, key, row);
        Checks.notUpdating(call, key, row);
        String region = in.primaryRegion();
        if (region.equals(regions.primary())) {
            return;
        }
        Keys.Named next = new Keys.Named(
                key.account(),
                region,
                key.id(),
                Keys.get(call.state(), key.account(), region, key.id()).orElse(null),
                null);
        Checks.usable(call, next, next.found());
        List<String> replicas = new ArrayList<>(regions.replicas());
        replicas.remove(region);
        replicas.add(regions.primary());
        KeyRow.Regions all = new KeyRow.Regions(region, replicas);
        everywhere(call.tx(), key.account(), key.id(), all, any -> any.withRegions(all));
        Instant until = call.now().plus(CREATING);
        for (Keys.Named each : List.of(key, next)) {
            Keys.put(call, each, each.found().withRegions(all).withReady(until));
        }
        events.synchronize(call.sandbox(), call.now(), key.account(), key.id(), all.all());
        Rotations.schedule(call.tx(), key.account(), region, row);
    }
}
