package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.hsm.KeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A key.
 *
 * @param id its UUID, or {@code mrk-} and 32 digits for a multi-Region key
 * @param created when it was made
 * @param description for people
 * @param managedBy {@code CUSTOMER}, or {@code AWS} for a key that a service made
 * @param spec such as {@code SYMMETRIC_DEFAULT}
 * @param usage such as {@code ENCRYPT_DECRYPT}
 * @param origin {@code AWS_KMS} or {@code EXTERNAL}
 * @param state its state
 * @param deletion when it is deleted, or null
 * @param deletionDays the waiting period asked for, or null
 * @param policy the key policy
 * @param tags its tags
 * @param materials its key material in the order in which it came; all wrapped
 * @param rotation whether and how it is rotated
 * @param regions the Regions of a multi-Region key, or null
 * @param ready until when a replica is being made, or the key is one of those between which the primary changes; null for any
 *     other key
 */
record KeyRow(
        String id,
        Instant created,
        String description,
        String managedBy,
        String spec,
        String usage,
        String origin,
        KeyState state,
        @Nullable Instant deletion,
        @Nullable Integer deletionDays,
        String policy,
        Map<String, String> tags,
        List<Material> materials,
        Rotation rotation,
        @Nullable Regions regions,
        @Nullable Instant ready) {

    /**
     * One version of the key's material.
     *
     * @param id 64 hexadecimal digits; of imported material they derive from key and material, to know it again
     * @param wrapped the material, under the module's master key; null where imported material was deleted or expired
     * @param publicKey the public half, as X.509 has it, or null
     * @param since when it became the current one; null while it waits for that
     * @param rotationType {@code AUTOMATIC} or {@code ON_DEMAND}; null for the first
     * @param imported what an import said of it, or null
     */
    record Material(
            String id,
            @Nullable Bytes wrapped,
            @Nullable Bytes publicKey,
            @Nullable Instant since,
            @Nullable String rotationType,
            @Nullable Imported imported) {

        Material withSince(Instant now, String type) {
            return new Material(id, wrapped, publicKey, now, type, imported);
        }

        Material without() {
            return new Material(id, null, publicKey, since, rotationType, imported);
        }
    }

    /**
     * Material that was brought from outside.
     *
     * @param validTo when it expires, or null for never
     * @param description for people, or null
     */
    record Imported(@Nullable Instant validTo, @Nullable String description) {}

    /**
     * How a key is rotated.
     *
     * @param enabled whether it is rotated by itself
     * @param periodDays from 90 to 2,560
     * @param next when it is rotated next, or null
     * @param onDemand how often it was rotated on demand, at most 25 times
     */
    record Rotation(
            boolean enabled, int periodDays, @Nullable Instant next, int onDemand) {
        static final Rotation NONE = new Rotation(false, 365, null, 0);
    }

    /**
     * Where a multi-Region key is.
     *
     * @param primary the Region of the primary key
     * @param replicas those of its replicas, sorted
     */
    record Regions(String primary, List<String> replicas) {
        Regions {
            replicas = replicas.stream().sorted().toList();
        }

        List<String> all() {
            List<String> all = new ArrayList<>(replicas);
            all.add(primary);
            return all;
        }
    }

    KeyRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        materials = List.copyOf(materials);
    }

    boolean awsManaged() {
        return managedBy.equals("AWS");
    }

    boolean external() {
        return origin.equals("EXTERNAL");
    }

    /** Whether its material lies in a custom key store. */
    boolean inKeyStore() {
        return !external() && !origin.equals("AWS_KMS");
    }

    KeySpec keySpec() {
        return KeySpec.valueOf(spec);
    }

    boolean symmetric() {
        return spec.equals(KeySpec.SYMMETRIC_DEFAULT.name());
    }

    /** Whether it is the replica of a multi-Region key in a Region. */
    boolean replicaIn(String region) {
        return regions != null && !regions.primary().equals(region);
    }

    /** The number of the material that encrypts; -1 where there is none. */
    int currentNumber() {
        for (int number = materials.size() - 1; number >= 0; number--) {
            if (materials.get(number).since() != null) {
                return number;
            }
        }
        return -1;
    }

    @Nullable
    Material current() {
        int number = currentNumber();
        return number < 0 ? null : materials.get(number);
    }

    /** The material that waits for its rotation, or null. */
    @Nullable
    Material pending() {
        int last = materials.size() - 1;
        return last >= 0 && materials.get(last).since() == null ? materials.get(last) : null;
    }

    /** The material with an id; -1 where there is none. */
    int numberOf(String materialId) {
        for (int number = 0; number < materials.size(); number++) {
            if (materials.get(number).id().equals(materialId)) {
                return number;
            }
        }
        return -1;
    }

    KeyRow withDescription(String text) {
        return copy(text, state, deletion, deletionDays, policy, tags, materials, rotation, regions);
    }

    KeyRow withState(KeyState other) {
        return copy(description, other, null, null, policy, tags, materials, rotation, regions);
    }

    KeyRow withDeletion(KeyState other, @Nullable Instant at, int days) {
        return copy(description, other, at, days, policy, tags, materials, rotation, regions);
    }

    KeyRow withPolicy(String document) {
        return copy(description, state, deletion, deletionDays, document, tags, materials, rotation, regions);
    }

    KeyRow withTags(Map<String, String> other) {
        return copy(description, state, deletion, deletionDays, policy, other, materials, rotation, regions);
    }

    KeyRow withRotation(Rotation other) {
        return copy(description, state, deletion, deletionDays, policy, tags, materials, other, regions);
    }

    KeyRow withRegions(Regions other) {
        return copy(description, state, deletion, deletionDays, policy, tags, materials, rotation, other);
    }

    KeyRow withReady(Instant until) {
        return new KeyRow(
                id,
                created,
                description,
                managedBy,
                spec,
                usage,
                origin,
                state,
                deletion,
                deletionDays,
                policy,
                tags,
                materials,
                rotation,
                regions,
                until);
    }

    KeyRow withMaterials(List<Material> all) {
        return copy(description, state, deletion, deletionDays, policy, tags, all, rotation, regions);
    }

    KeyRow withMaterial(Material next) {
        List<Material> all = new ArrayList<>(materials);
        all.add(next);
        return withMaterials(all);
    }

    KeyRow withMaterial(int number, UnaryOperator<Material> change) {
        List<Material> all = new ArrayList<>(materials);
        all.set(number, change.apply(all.get(number)));
        return withMaterials(all);
    }

    /** This key as it begins in another Region. */
    KeyRow replica(
            Instant now, Instant usable, String text, String document, Map<String, String> otherTags, Regions all) {
        boolean bare = external();
        return new KeyRow(
                id,
                now,
                text,
                managedBy,
                spec,
                usage,
                origin,
                bare ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                null,
                null,
                document,
                otherTags,
                bare ? materials.stream().map(Material::without).toList() : materials,
                rotation,
                all,
                usable);
    }

    /** This key with other values for what can change. */
    private KeyRow copy(
            String newDescription,
            KeyState newState,
            @Nullable Instant newDeletion,
            @Nullable Integer newDeletionDays,
            String newPolicy,
            Map<String, String> newTags,
            List<Material> newMaterials,
            Rotation newRotation,
            @Nullable Regions newRegions) {
        return new KeyRow(
                id,
                created,
                newDescription,
                managedBy,
                spec,
                usage,
                origin,
                newState,
                newDeletion,
                newDeletionDays,
                newPolicy,
                newTags,
                newMaterials,
                newRotation,
                newRegions,
                ready);
    }
}
