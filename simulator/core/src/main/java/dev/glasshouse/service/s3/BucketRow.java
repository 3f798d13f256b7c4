package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket.
 *
 * @param name its name, unique in the sandbox
 * @param account its owner
 * @param region where it is
 * @param created when it was made
 * @param policy its policy, or null
 * @param block its Block Public Access setting, or null where it was deleted
 * @param ownership its object ownership, or null where the control was deleted
 * @param encryption what objects are encrypted with that ask for nothing; null where they are not encrypted
 * @param tags its tags; null where it has no tag set
 * @param versioning whether it keeps versions
 */
record BucketRow(
        String name,
        String account,
        String region,
        Instant created,
        @Nullable String policy,
        @Nullable Block block,
        @Nullable String ownership,
        @Nullable Encryption encryption,
        @Nullable Map<String, String> tags,
        Versioning versioning) {

    /** The four switches of Block Public Access. */
    record Block(boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrictBuckets) {
        static final Block ALL = new Block(true, true, true, true);
    }

    /**
     * Default encryption.
     *
     * @param algorithm {@code AES256} or {@code aws:kms}
     * @param keyId the KMS key, or null for {@code aws/s3}
     * @param bucketKey whether a bucket key is used
     * @param blocked kinds of encryption that writes may not ask for; {@code NONE} where a request lifted the block
     * @param configured whether a request set it
     */
    record Encryption(
            String algorithm, @Nullable String keyId, boolean bucketKey, List<String> blocked, boolean configured) {
        static final String SSE_C = "SSE-C";

        /** SSE-S3, which no request asked for. */
        static Encryption usual(List<String> blocked) {
            return new Encryption("AES256", null, false, blocked, false);
        }

        Encryption {
            blocked = List.copyOf(blocked);
        }
    }

    /**
     * Versioning.
     *
     * @param status {@code Enabled} or {@code Suspended}; null where it never was enabled
     * @param mfaDelete whether deleting a version needs a code of the root user's MFA device; null where never set
     */
    record Versioning(@Nullable String status, @Nullable Boolean mfaDelete) {

        static final Versioning NEVER = new Versioning(null, null);

        boolean enabled() {
            return "Enabled".equals(status);
        }

        /** Whether it was ever enabled, so that keys may have several versions. */
        boolean keepsVersions() {
            return status != null;
        }
    }

    /** The algorithm of objects that ask for none. */
    String algorithm() {
        return encryption == null ? Content.NONE : encryption.algorithm();
    }

    /** The kinds of encryption that writes may not ask for. */
    List<String> blocked() {
        return encryption == null ? List.of() : encryption.blocked();
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }

    BucketRow withPolicy(@Nullable String document) {
        return new BucketRow(name, account, region, created, document, block, ownership, encryption, tags, versioning);
    }

    BucketRow withBlock(@Nullable Block other) {
        return new BucketRow(name, account, region, created, policy, other, ownership, encryption, tags, versioning);
    }

    BucketRow withOwnership(@Nullable String other) {
        return new BucketRow(name, account, region, created, policy, block, other, encryption, tags, versioning);
    }

    BucketRow withEncryption(@Nullable Encryption other) {
        return new BucketRow(name, account, region, created, policy, block, ownership, other, tags, versioning);
    }

    BucketRow withTags(@Nullable Map<String, String> other) {
        return new BucketRow(name, account, region, created, policy, block, ownership, encryption, other, versioning);
    }

    BucketRow withVersioning(Versioning other) {
        return new BucketRow(name, account, region, created, policy, block, ownership, encryption, tags, other);
    }
}
