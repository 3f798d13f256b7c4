package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A secret.
 *
 * @param name its friendly name
 * @param suffix the six characters that its ARN ends with
 * @param details what its owner sets
 * @param moments when what happened to it
 * @param rotation how it is rotated; null where that was never configured
 * @param replication its part in replication; null where it has none
 * @param versions its versions, the oldest first
 */
record SecretRow(
        String name,
        String suffix,
        Details details,
        Moments moments,
        @Nullable Rotation rotation,
        @Nullable Replication replication,
        List<Version> versions) {

    /**
     * What the owner of a secret sets.
     *
     * @param kmsKeyId the key as it was named, or null for {@code aws/secretsmanager}
     * @param policy the resource policy, or null
     * @param tags null where there never were any
     * @param type the partner that holds a managed external secret, or null
     * @param owningService the service that manages it, or null
     */
    record Details(
            @Nullable String description,
            @Nullable String kmsKeyId,
            @Nullable String policy,
            @Nullable List<Tagging> tags,
            @Nullable String type,
            @Nullable String owningService) {

        Details withDescription(@Nullable String other) {
            return new Details(other, kmsKeyId, policy, tags, type, owningService);
        }

        Details withKmsKeyId(@Nullable String other) {
            return new Details(description, other, policy, tags, type, owningService);
        }

        Details withPolicy(@Nullable String other) {
            return new Details(description, kmsKeyId, other, tags, type, owningService);
        }

        Details withTags(@Nullable List<Tagging> other) {
            return new Details(description, kmsKeyId, policy, other, type, owningService);
        }

        Details withType(@Nullable String other) {
            return new Details(description, kmsKeyId, policy, tags, other, owningService);
        }
    }

    /** A tag. */
    record Tagging(String key, String value) {}

    /**
     * When what happened to a secret.
     *
     * @param accessed the day on which a value was last read
     * @param rotated when a rotation last succeeded
     * @param deletion when it is gone for good; null where it is not marked for deletion
     */
    record Moments(
            Instant created,
            Instant changed,
            @Nullable Instant accessed,
            @Nullable Instant rotated,
            @Nullable Instant deletion) {}

    /**
     * How a secret is rotated.
     *
     * @param lambdaArn the function that rotates it, or null
     * @param roleArn the role in which a managed external secret is rotated, or null
     * @param metadata what its rotator wants to know
     * @param rules when
     * @param next the start of the next window, or null
     * @param attempts how often the rotation in progress has failed
     */
    record Rotation(
            boolean enabled,
            @Nullable String lambdaArn,
            @Nullable String roleArn,
            List<Tagging> metadata,
            @Nullable Rules rules,
            @Nullable Instant next,
            int attempts) {

        Rotation withEnabled(boolean other) {
            return new Rotation(other, lambdaArn, roleArn, metadata, rules, next, attempts);
        }

        Rotation withNext(@Nullable Instant other) {
            return new Rotation(enabled, lambdaArn, roleArn, metadata, rules, other, attempts);
        }

        Rotation withAttempts(int other) {
            return new Rotation(enabled, lambdaArn, roleArn, metadata, rules, next, other);
        }
    }

    /** When a secret is rotated: a number of days, or an expression, and the length of the window. */
    record Rules(
            @Nullable Long days,
            @Nullable String duration,
            @Nullable String schedule) {}

    /**
     * The part of a secret in replication.
     *
     * @param primaryRegion where the primary secret is
     * @param replicas the replicas by Region; none on a replica
     */
    record Replication(String primaryRegion, Map<String, Replica> replicas) {
        Replication {
            replicas = java.util.Collections.unmodifiableMap(new TreeMap<>(replicas));
        }
    }

    /** A replica as its primary knows it. */
    record Replica(
            @Nullable String kmsKeyId,
            String status,
            @Nullable String message) {}

    /**
     * A version of a secret's value.
     *
     * @param id its id, the token of the request that made it
     * @param accessed the day on which it was last read
     * @param stages its staging labels, sorted
     * @param kmsKeyId the key that it is encrypted under, or null for {@code aws/secretsmanager}
     * @param content the value; null as long as a rotation has not made it
     */
    record Version(
            String id,
            Instant created,
            @Nullable Instant accessed,
            List<String> stages,
            @Nullable String kmsKeyId,
            @Nullable Content content) {

        Version {
            stages = stages.stream().distinct().sorted().toList();
        }

        boolean has(String stage) {
            return stages.contains(stage);
        }

        Version withStages(List<String> other) {
            return new Version(id, created, accessed, other, kmsKeyId, content);
        }

        Version withAccessed(Instant day) {
            return new Version(id, created, day, stages, kmsKeyId, content);
        }

        Version withContent(@Nullable String key, Content other) {
            return new Version(id, created, accessed, stages, key, other);
        }
    }

    /**
     * A value at rest.
     *
     * @param dataKey the data key, as KMS wrapped it
     * @param sealed the value under the data key
     * @param binary whether it was given as bytes
     * @param print a keyed hash of the value, to tell a repeated request from another one
     */
    record Content(Bytes dataKey, Bytes sealed, boolean binary, Bytes print) {}

    SecretRow {
        versions = List.copyOf(versions);
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst();
    }

    Optional<Version> staged(String stage) {
        return versions.stream().filter(version -> version.has(stage)).findFirst();
    }

    boolean deleted() {
        return moments.deletion() != null;
    }

    SecretRow withDetails(Details other) {
        return new SecretRow(name, suffix, other, moments, rotation, replication, versions);
    }

    SecretRow withRotation(@Nullable Rotation other) {
        return new SecretRow(name, suffix, details, moments, other, replication, versions);
    }

    SecretRow withReplication(@Nullable Replication other) {
        return new SecretRow(name, suffix, details, moments, rotation, other, versions);
    }

    SecretRow withVersions(List<Version> other) {
        return new SecretRow(name, suffix, details, moments, rotation, replication, other);
    }

    SecretRow changed(Instant at) {
        return withMoments(
                new Moments(moments.created(), at, moments.accessed(), moments.rotated(), moments.deletion()));
    }

    SecretRow accessed(Instant day) {
        return withMoments(
                new Moments(moments.created(), moments.changed(), day, moments.rotated(), moments.deletion()));
    }

    SecretRow rotated(Instant at) {
        return withMoments(new Moments(moments.created(), at, moments.accessed(), at, moments.deletion()));
    }

    SecretRow withDeletion(@Nullable Instant at, Instant now) {
        return withMoments(new Moments(moments.created(), now, moments.accessed(), moments.rotated(), at));
    }

    private SecretRow withMoments(Moments other) {
        return new SecretRow(name, suffix, details, other, rotation, replication, versions);
    }
}
