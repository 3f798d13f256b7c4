package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.DeleteObjectOutput;
import dev.glasshouse.api.s3.DeleteObjectRequest;
import dev.glasshouse.api.s3.DeleteObjectsOutput;
import dev.glasshouse.api.s3.DeleteObjectsRequest;
import dev.glasshouse.api.s3.DeletedObject;
import dev.glasshouse.api.s3.ObjectIdentifier;
import dev.glasshouse.api.s3.S3Error;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects: for good in a bucket without versioning or by a version's id, else behind a delete marker. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html">Deleting object versions</a>.
 */
final class Deletions {

    private static final int MOST_DELETED = 1000;
    private static final String BYPASS = "BypassGovernanceRetention";

    private final MfaDelete mfa;

    Deletions(MfaDelete mfa) {
        this.mfa = mfa;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("DeleteObject", StoredObjects.DATA, Deletions::planOne, this::deleteOne),
                write("DeleteObjects", StoredObjects.DATA.withBodyCap(4 << 20), Deletions::planMany, this::deleteMany));
    }

    private static String action(@Nullable String versionId) {
        return versionId == null ? "DeleteObject" : "DeleteObjectVersion";
    }

    private static AuthorizationPlan planOne(DeleteObjectRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        List<AuthorizationRequest> requests = new ArrayList<>();
        requests.add(
                Buckets.version(call, bucket, action(in.versionId()), in.key(), in.versionId(), ContextKeys.EMPTY));
        if (Boolean.TRUE.equals(in.bypassGovernanceRetention())) {
            requests.add(Buckets.version(call, bucket, BYPASS, in.key(), in.versionId(), ContextKeys.EMPTY));
        }
        return new AuthorizationPlan(requests);
    }

    private static void requireLockForBypass(Call call, String bucket, @Nullable Boolean bypass) {
        if (bypass != null && !ObjectLocks.enabled(call, bucket)) {
            throw S3Errors.invalidArgument(
                    "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
                    "x-amz-bypass-governance-retention");
        }
    }

    private DeleteObjectOutput deleteOne(DeleteObjectRequest in, WriteCall call) {
        BucketRow bucket = Buckets.find(call, in.bucket());
        Writes.requireKey(in.key());
        if (in.ifMatchLastModifiedTime() != null || in.ifMatchSize() != null) {
            // AWS has these for directory buckets alone
            throw S3Errors.notImplemented(
                    in.ifMatchSize() != null ? "x-amz-if-match-size" : "x-amz-if-match-last-modified-time");
        }
        requireLockForBypass(call, in.bucket(), in.bypassGovernanceRetention());
        Versions.requireId(bucket, in.versionId());
        requireMatch(in, call);
        if (in.versionId() == null) {
            return unversioned(bucket, in.key(), call);
        }
        mfa.require(call, bucket, in.mfa());
        Optional<Versions.Found> found = Versions.find(call.tx(), in.bucket(), in.key(), in.versionId());
        if (found.isEmpty()) {
            return DeleteObjectOutput.builder()
                    .versionId(bucket.versioning().keepsVersions() ? in.versionId() : null)
                    .build();
        }
        if (ObjectLocks.isLocked(found.get().row(), call.now(), bypasses(call, in.bypassGovernanceRetention(), 1))) {
            throw S3Errors.of("AccessDenied", 403, ObjectLocks.PROTECTED);
        }
        Versions.remove(call, in.bucket(), in.key(), found.get());
        return DeleteObjectOutput.builder()
                .deleteMarker(found.get().row().isMarker() ? true : null)
                .versionId(bucket.versioning().keepsVersions() ? in.versionId() : null)
                .build();
    }

    private static boolean bypasses(Call call, @Nullable Boolean bypass, int question) {
        return Boolean.TRUE.equals(bypass) && call.verdicts().allowed(question);
    }

    private static void requireMatch(DeleteObjectRequest in, WriteCall call) {
        if (in.ifMatch() == null) {
            return;
        }
        ObjectRow row = Versions.object(call, in.bucket(), in.key(), in.versionId())
                .orElseThrow(() -> S3Errors.noSuchKey(in.key()));
        if (!StoredObjects.Conditions.matches(in.ifMatch(), row.etag())) {
            throw S3Errors.precondition("If-Match");
        }
    }

    private static DeleteObjectOutput unversioned(BucketRow bucket, String key, WriteCall call) {
        if (bucket.versioning().keepsVersions()) {
            String marker = Versions.mark(call, bucket, key);
            return DeleteObjectOutput.builder()
                    .deleteMarker(true)
                    .versionId(marker)
                    .build();
        }
        call.tx().remove(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(bucket.name(), key));
        return DeleteObjectOutput.builder().build();
    }

    private static AuthorizationPlan planMany(DeleteObjectsRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        List<ObjectIdentifier> objects = in.delete().objects();
        if (objects.isEmpty() || objects.size() > MOST_DELETED) {
            throw S3Errors.malformedXml();
        }
        // each object is answered for by itself
        List<AuthorizationRequest> requests = new ArrayList<>();
        for (ObjectIdentifier object : objects) {
            requests.add(question(call, bucket, action(object.versionId()), object));
        }
        if (Boolean.TRUE.equals(in.bypassGovernanceRetention())) {
            for (ObjectIdentifier object : objects) {
                requests.add(question(call, bucket, BYPASS, object));
            }
        }
        for (ObjectIdentifier object : objects) {
            if (WriteRights.comparesEtag(object.eTag())) {
                requests.add(question(call, bucket, "GetObject", object));
            }
        }
        return new AuthorizationPlan(requests);
    }

    private static AuthorizationRequest question(Call call, BucketRow bucket, String action, ObjectIdentifier object) {
        ContextKeys keys =
                ContextKeys.builder().put("s3:if-match", object.eTag()).build();
        return Buckets.version(call, bucket, action, object.key(), object.versionId(), keys)
                .advisory();
    }

    private DeleteObjectsOutput deleteMany(DeleteObjectsRequest in, WriteCall call) {
        BucketRow bucket = Buckets.find(call, in.bucket());
        requireLockForBypass(call, in.bucket(), in.bypassGovernanceRetention());
        List<ObjectIdentifier> objects = in.delete().objects();
        if (objects.stream().anyMatch(object -> object.versionId() != null)) {
            mfa.require(call, bucket, in.mfa());
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        int reads = objects.size() * (Boolean.TRUE.equals(in.bypassGovernanceRetention()) ? 2 : 1);
        for (int i = 0; i < objects.size(); i++) {
            ObjectIdentifier object = objects.get(i);
            boolean bypass = bypasses(call, in.bypassGovernanceRetention(), objects.size() + i);
            int refusing = i;
            if (WriteRights.comparesEtag(object.eTag())) {
                refusing = call.verdicts().allowed(i) ? reads : i;
                reads++;
            }
            S3Error refusal = refusal(bucket, object, call, refusing, bypass);
            if (refusal != null) {
                errors.add(refusal);
            } else {
                deleted.add(deleted(bucket, object, call));
            }
        }
        return DeleteObjectsOutput.builder()
                .deleted(Boolean.TRUE.equals(in.delete().quiet()) ? null : deleted)
                .errors(errors.isEmpty() ? null : errors)
                .build();
    }

    private static DeletedObject deleted(BucketRow bucket, ObjectIdentifier object, WriteCall call) {
        DeletedObject.Builder answer = DeletedObject.builder().key(object.key());
        if (object.versionId() == null) {
            String marker = unversioned(bucket, object.key(), call).versionId();
            return answer.deleteMarker(marker == null ? null : true)
                    .deleteMarkerVersionId(marker)
                    .build();
        }
        Optional<Versions.Found> found = Versions.find(call.tx(), bucket.name(), object.key(), object.versionId());
        found.ifPresent(version -> Versions.remove(call, bucket.name(), object.key(), version));
        boolean marker = found.isPresent() && found.get().row().isMarker();
        return answer.versionId(bucket.versioning().keepsVersions() ? object.versionId() : null)
                .deleteMarker(marker ? true : null)
                .deleteMarkerVersionId(marker ? object.versionId() : null)
                .build();
    }

    /** Why one object of many is not deleted; null where it is. */
    private static @Nullable S3Error refusal(
            BucketRow bucket, ObjectIdentifier object, WriteCall call, int index, boolean bypass) {
        S3Error.Builder error = S3Error.builder().key(object.key()).versionId(object.versionId());
        if (!call.verdicts().allowed(index)) {
            return error.code("AccessDenied")
                    .message(call.verdicts().denial(index))
                    .build();
        }
        if (Writes.isTooLong(object.key())) {
            return error.code("KeyTooLongError").message("Your key is too long").build();
        }
        if (object.size() != null || object.lastModifiedTime() != null) {
            return error.code("NotImplemented")
                    .message("A header you provided implies functionality that is not implemented")
                    .build();
        }
        Optional<Versions.Found> found = Versions.asked(call.tx(), bucket.name(), object.key(), object.versionId());
        boolean matters = object.versionId() != null && !object.versionId().equals("null");
        if (matters && found.isEmpty()) {
            return error.code("NoSuchVersion")
                    .message("The specified version does not exist.")
                    .build();
        }
        if (object.eTag() != null) {
            boolean matches = found.isPresent()
                    && !found.get().row().isMarker()
                    && StoredObjects.Conditions.matches(
                            object.eTag(), found.get().row().requireObject().etag());
            if (!matches) {
                return found.isEmpty()
                        ? error.code("NoSuchKey")
                                .message("The specified key does not exist.")
                                .build()
                        : error.code("PreconditionFailed")
                                .message("At least one of the pre-conditions you specified did not hold")
                                .build();
            }
        }
        boolean locked = object.versionId() != null
                && found.isPresent()
                && ObjectLocks.isLocked(found.get().row(), call.now(), bypass);
        return locked
                ? error.code("AccessDenied").message(ObjectLocks.PROTECTED).build()
                : null;
    }
}
