package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Table;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** S3's tables, how requests find buckets in them, and what they must be allowed to do there. */
final class Buckets {

    static final Table<String, BucketRow> TABLE = Table.ofText(
            "s3",
            "buckets",
            RecordCodec.of(BucketRow.class).next(Upgrades::versionedBucket).next(Upgrades::encryptedBucket));
    static final Table<ObjectKey, ObjectRow> OBJECTS = Table.of(
            "s3",
            "objects",
            Comparator.<ObjectKey>naturalOrder(),
            ObjectKey.CODEC,
            RecordCodec.of(ObjectRow.class, Content.blobs())
                    .next(Upgrades::versionedObject)
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity()));
    static final Table<VersionKey, VersionRow> VERSIONS = Table.of(
            "s3",
            "versions",
            Comparator.<VersionKey>naturalOrder(),
            VersionKey.CODEC,
            RecordCodec.of(VersionRow.class, Content.blobs())
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity()));
    static final Table<String, UploadRow> UPLOADS = Table.ofText(
            "s3",
            "uploads",
            RecordCodec.of(UploadRow.class, Content.blobs())
                    .next(Upgrades::versionedUpload)
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity())
                    .next(UnaryOperator.identity()));

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private Buckets() {}

    /** The bucket of a request. Everyone may learn that a bucket is not there, and in which Region one is. */
    static BucketRow require(Call call, String name, @Nullable String expectedOwner) {
        Addressing.requireAccount(expectedOwner);
        BucketRow bucket = call.state().get(TABLE, Scope.SANDBOX, name).orElseThrow(() -> S3Errors.noSuchBucket(name));
        Addressing.requireRegion(call, bucket);
        if (expectedOwner != null && !expectedOwner.equals(bucket.account())) {
            throw S3Errors.accessDenied();
        }
        return bucket;
    }

    /** A bucket whose request was looked at before. */
    static BucketRow find(Call call, String name) {
        return call.state().get(TABLE, Scope.SANDBOX, name).orElseThrow(() -> S3Errors.noSuchBucket(name));
    }

    static Optional<ObjectRow> object(Call call, String bucket, String key) {
        return call.state().get(OBJECTS, Scope.SANDBOX, new ObjectKey(bucket, key));
    }

    static @Nullable Policy policy(BucketRow bucket) {
        return bucket.policy() == null
                ? null
                : new Policy("bucket policy", null, DOCUMENTS.get(bucket.policy(), PolicyType.RESOURCE));
    }

    /** What a bucket's policy denies; it allows nothing. */
    static @Nullable Policy denials(BucketRow bucket) {
        Policy policy = policy(bucket);
        return policy == null
                ? null
                : new Policy(policy.id(), policy.arn(), policy.document().denials());
    }

    static AuthorizationRequest on(Call call, BucketRow bucket, String action, String resource, ContextKeys keys) {
        return AuthorizationRequest.of("s3:" + action, resource, bucket.account())
                .withKeys(keys)
                .withResourcePolicy(policy(bucket));
    }

    static AuthorizationRequest bucket(Call call, BucketRow bucket, String action) {
        return on(call, bucket, action, bucket.arn(), ContextKeys.EMPTY);
    }

    static AuthorizationRequest object(Call call, BucketRow bucket, String action, String key, ContextKeys keys) {
        return version(call, bucket, action, key, null, keys);
    }

    /**
     * A question about a version of an object.
     *
     * @param versionId the version that the request names, or null
     */
    static AuthorizationRequest version(
            Call call, BucketRow bucket, String action, String key, @Nullable String versionId, ContextKeys keys) {
        ContextKeys.Builder all = keys.toBuilder().put("s3:versionid", versionId);
        Map<String, String> tags = Versions.object(call, bucket.name(), key, versionId)
                .map(ObjectRow::tags)
                .orElse(Map.of());
        tags.forEach((name, value) -> all.put("s3:ExistingObjectTag/" + name, value));
        return on(call, bucket, action, bucket.arn() + "/" + key, all.build());
    }

    static AuthorizationPlan plan(Call call, BucketRow bucket, String action) {
        return AuthorizationPlan.of(bucket(call, bucket, action));
    }

    /** The canonical user id of an account. */
    static String canonicalId(Call call, String account) {
        return SandboxTraits.canonicalId(call.state(), account);
    }
}
