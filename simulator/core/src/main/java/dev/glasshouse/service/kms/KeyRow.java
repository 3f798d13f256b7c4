package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key.
 *
 * @param id its UUID
 * @param created when it was made
 * @param description for people
 * @param managedBy {@code CUSTOMER}, or {@code AWS} for a key that a service made
 * @param spec {@code SYMMETRIC_DEFAULT}
 * @param usage {@code ENCRYPT_DECRYPT}
 * @param origin {@code AWS_KMS}
 * @param state its state
 * @param deletion when it is deleted, or null
 * @param policy the key policy
 * @param tags its tags
 * @param materials its key material, the current one last; all wrapped
 * @param rotation whether and how it is rotated
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
        String policy,
        Map<String, String> tags,
        List<Material> materials,
        Rotation rotation) {

    /**
     * One version of the key's material.
     *
     * @param id 64 hexadecimal digits
     * @param wrapped the material, under the module's master key
     * @param since when it became the current one
     * @param rotationType {@code AUTOMATIC} or {@code ON_DEMAND}; null for the first
     */
    record Material(
            String id,
            Bytes wrapped,
            Instant since,
            @Nullable String rotationType) {}

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

    KeyRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        materials = List.copyOf(materials);
    }

    boolean awsManaged() {
        return managedBy.equals("AWS");
    }

    int currentNumber() {
        return materials.size() - 1;
    }

    Material current() {
        return materials.get(currentNumber());
    }

    KeyRow withDescription(String text) {
        return copy(text, state, deletion, policy, tags, materials, rotation);
    }

    KeyRow withState(KeyState other, @Nullable Instant deletedAt) {
        return copy(description, other, deletedAt, policy, tags, materials, rotation);
    }

    KeyRow withPolicy(String document) {
        return copy(description, state, deletion, document, tags, materials, rotation);
    }

    KeyRow withTags(Map<String, String> other) {
        return copy(description, state, deletion, policy, other, materials, rotation);
    }

    KeyRow withRotation(Rotation other) {
        return copy(description, state, deletion, policy, tags, materials, other);
    }

    KeyRow withMaterial(Material next) {
        List<Material> all = new ArrayList<>(materials);
        all.add(next);
        return copy(description, state, deletion, policy, tags, all, rotation);
    }

    /** This key with other values for what can change. */
    private KeyRow copy(
            String newDescription,
            KeyState newState,
            @Nullable Instant newDeletion,
            String newPolicy,
            Map<String, String> newTags,
            List<Material> newMaterials,
            Rotation newRotation) {
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
                newPolicy,
                newTags,
                newMaterials,
                newRotation);
    }
}
