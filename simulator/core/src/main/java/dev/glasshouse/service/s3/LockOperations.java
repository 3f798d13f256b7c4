package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.DefaultRetention;
import dev.glasshouse.api.s3.GetObjectLegalHoldOutput;
import dev.glasshouse.api.s3.GetObjectLegalHoldRequest;
import dev.glasshouse.api.s3.GetObjectLockConfigurationOutput;
import dev.glasshouse.api.s3.GetObjectLockConfigurationRequest;
import dev.glasshouse.api.s3.GetObjectRetentionOutput;
import dev.glasshouse.api.s3.GetObjectRetentionRequest;
import dev.glasshouse.api.s3.ObjectLockConfiguration;
import dev.glasshouse.api.s3.ObjectLockLegalHold;
import dev.glasshouse.api.s3.ObjectLockRetention;
import dev.glasshouse.api.s3.PutObjectLegalHoldOutput;
import dev.glasshouse.api.s3.PutObjectLegalHoldRequest;
import dev.glasshouse.api.s3.PutObjectLockConfigurationOutput;
import dev.glasshouse.api.s3.PutObjectLockConfigurationRequest;
import dev.glasshouse.api.s3.PutObjectRetentionOutput;
import dev.glasshouse.api.s3.PutObjectRetentionRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Object Lock: the configuration of a bucket, and retention and legal hold of versions. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html">Locking objects</a>.
 */
final class LockOperations {

    private static final String ENABLED = "Enabled";
    private static final String BYPASS = "BypassGovernanceRetention";
    private static final int BYPASS_QUESTION = 2;

    private LockOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetObjectLockConfiguration",
                        (GetObjectLockConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetBucketObjectLockConfiguration"),
                        (in, call) -> new GetObjectLockConfigurationOutput(
                                Configurations.get(call.state(), in.bucket(), Configurations.OBJECT_LOCK)
                                        .map(row -> Configurations.read(ObjectLockConfiguration.class, row))
                                        .orElseThrow(() -> S3Errors.of(
                                                        "ObjectLockConfigurationNotFoundError",
                                                        404,
                                                        "Object Lock configuration does not exist for this bucket")
                                                .with("BucketName", in.bucket())))),
                write(
                        "PutObjectLockConfiguration",
                        (PutObjectLockConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutBucketObjectLockConfiguration"),
                        LockOperations::putConfiguration),
                read(
                        "GetObjectRetention",
                        StoredObjects.DATA.withReadOnly(true),
                        (GetObjectRetentionRequest in, Call call) -> plan(
                                call,
                                in.bucket(),
                                in.key(),
                                in.expectedBucketOwner(),
                                in.versionId(),
                                "GetObjectRetention",
                                ContextKeys.EMPTY),
                        (in, call) -> {
                            ObjectRow row = locked(call, in.bucket(), in.key(), in.versionId());
                            if (row.lock().mode() == null) {
                                throw none();
                            }
                            return new GetObjectRetentionOutput(new ObjectLockRetention(
                                    row.lock().mode(), row.lock().until()));
                        }),
                write(
                        "PutObjectRetention",
                        StoredObjects.DATA,
                        LockOperations::planRetention,
                        LockOperations::putRetention),
                read(
                        "GetObjectLegalHold",
                        StoredObjects.DATA.withReadOnly(true),
                        (GetObjectLegalHoldRequest in, Call call) -> plan(
                                call,
                                in.bucket(),
                                in.key(),
                                in.expectedBucketOwner(),
                                in.versionId(),
                                "GetObjectLegalHold",
                                ContextKeys.EMPTY),
                        (in, call) -> {
                            ObjectRow row = locked(call, in.bucket(), in.key(), in.versionId());
                            if (row.lock().hold() == null) {
                                throw none();
                            }
                            return new GetObjectLegalHoldOutput(
                                    new ObjectLockLegalHold(row.lock().hold()));
                        }),
                write(
                        "PutObjectLegalHold",
                        StoredObjects.DATA,
                        (PutObjectLegalHoldRequest in, Call call) -> plan(
                                call,
                                in.bucket(),
                                in.key(),
                                in.expectedBucketOwner(),
                                in.versionId(),
                                "PutObjectLegalHold",
                                ContextKeys.builder()
                                        .put(
                                                "s3:object-lock-legal-hold",
                                                in.legalHold() == null
                                                        ? null
                                                        : in.legalHold().status())
                                        .build()),
                        LockOperations::putHold));
    }

    private static ServiceException none() {
        return S3Errors.of(
                "NoSuchObjectLockConfiguration", 404, "The specified object does not have a ObjectLock configuration");
    }

    private static AuthorizationPlan plan(
            Call call,
            String name,
            String key,
            @Nullable String owner,
            @Nullable String versionId,
            String action,
            ContextKeys keys) {
        BucketRow bucket = Buckets.require(call, name, owner);
        return AuthorizationPlan.of(
                Buckets.version(call, bucket, action, key, versionId, keys),
                Buckets.bucket(call, bucket, "ListBucket").advisory());
    }

    private static ObjectRow locked(Call call, String bucket, String key, @Nullable String versionId) {
        requireEnabled(call, bucket);
        return StoredObjects.require(call, bucket, key, versionId);
    }

    private static ObjectRow toLock(Call call, String bucket, String key, @Nullable String versionId) {
        requireEnabled(call, bucket);
        return StoredObjects.requireToChange(call, bucket, key, versionId);
    }

    private static void requireEnabled(Call call, String bucket) {
        if (!ObjectLocks.enabled(call, bucket)) {
            throw S3Errors.invalidRequest("Bucket is missing Object Lock Configuration");
        }
    }

    private static PutObjectLockConfigurationOutput putConfiguration(
            PutObjectLockConfigurationRequest in, WriteCall call) {
        if (!Buckets.find(call, in.bucket()).versioning().enabled()) {
            throw S3Errors.of(
                    "InvalidBucketState",
                    409,
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
        }
        ObjectLockConfiguration asked = in.objectLockConfiguration();
        if (asked == null || !ENABLED.equals(asked.objectLockEnabled())) {
            throw S3Errors.malformedXml();
        }
        if (asked.rule() != null) {
            requireRetention(asked.rule().defaultRetention());
        }
        Configurations.put(call, in.bucket(), Configurations.OBJECT_LOCK, "", asked);
        return new PutObjectLockConfigurationOutput(null);
    }

    private static void requireRetention(@Nullable DefaultRetention retention) {
        if (retention == null
                || retention.mode() == null
                || (retention.days() == null) == (retention.years() == null)) {
            throw S3Errors.malformedXml();
        }
        Integer length = retention.days() == null ? retention.years() : retention.days();
        if (length == null || length <= 0) {
            throw S3Errors.of(
                    "InvalidRetentionPeriod", 400, "Default retention period must be a positive integer value.");
        }
        int most = retention.days() == null ? 100 : 36_500;
        if (length > most) {
            throw S3Errors.of(
                    "InvalidRetentionPeriod",
                    400,
                    "The retention period specified for the object lock configuration is too large.");
        }
    }

    private static AuthorizationPlan planRetention(PutObjectRetentionRequest in, Call call) {
        ObjectLockRetention asked = in.retention();
        ContextKeys keys = ContextKeys.builder()
                .put("s3:object-lock-mode", asked == null ? null : asked.mode())
                .put(
                        "s3:object-lock-retain-until-date",
                        asked == null || asked.retainUntilDate() == null
                                ? null
                                : asked.retainUntilDate().toString())
                .build();
        List<AuthorizationRequest> requests = new ArrayList<>(
                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), in.versionId(), "PutObjectRetention", keys)
                        .requests());
        if (Boolean.TRUE.equals(in.bypassGovernanceRetention())) {
            requests.add(Buckets.version(
                            call, Buckets.find(call, in.bucket()), BYPASS, in.key(), in.versionId(), ContextKeys.EMPTY)
                    .advisory());
        }
        return new AuthorizationPlan(requests);
    }

    private static PutObjectRetentionOutput putRetention(PutObjectRetentionRequest in, WriteCall call) {
        ObjectRow row = toLock(call, in.bucket(), in.key(), in.versionId());
        ObjectLockRetention asked = in.retention();
        boolean lifts = asked == null || asked.mode() == null && asked.retainUntilDate() == null;
        Instant until = asked == null ? null : asked.retainUntilDate();
        String mode = asked == null ? null : asked.mode();
        if (!lifts && (mode == null || until == null)) {
            throw S3Errors.malformedXml();
        }
        if (until != null && !until.isAfter(call.now())) {
            throw S3Errors.invalidArgument(
                    "The retain until date must be in the future!",
                    "RetainUntilDate",
                    LifecycleActions.PACIFIC.format(until));
        }
        boolean bypass = Boolean.TRUE.equals(in.bypassGovernanceRetention())
                && call.verdicts().allowed(BYPASS_QUESTION);
        if (weakens(row.lock(), mode, until, call.now())
                && !(bypass && "GOVERNANCE".equals(row.lock().mode()))) {
            throw S3Errors.of("AccessDenied", 403, ObjectLocks.PROTECTED);
        }
        ObjectRow.Lock lock = new ObjectRow.Lock(mode, until, row.lock().hold());
        Versions.replace(call, in.bucket(), in.key(), row.withLock(lock));
        return new PutObjectRetentionOutput(null);
    }

    /** Whether a change takes something away from a retention that has not ended. */
    private static boolean weakens(ObjectRow.Lock before, @Nullable String mode, @Nullable Instant until, Instant now) {
        if (before.until() == null || !before.until().isAfter(now)) {
            return false;
        }
        return until == null
                || until.isBefore(before.until())
                || !String.valueOf(before.mode()).equals(mode);
    }

    private static PutObjectLegalHoldOutput putHold(PutObjectLegalHoldRequest in, WriteCall call) {
        if (in.legalHold() == null || in.legalHold().status() == null) {
            throw S3Errors.malformedXml();
        }
        ObjectRow row = toLock(call, in.bucket(), in.key(), in.versionId());
        ObjectRow.Lock lock = new ObjectRow.Lock(
                row.lock().mode(), row.lock().until(), in.legalHold().status());
        Versions.replace(call, in.bucket(), in.key(), row.withLock(lock));
        return new PutObjectLegalHoldOutput(null);
    }
}
