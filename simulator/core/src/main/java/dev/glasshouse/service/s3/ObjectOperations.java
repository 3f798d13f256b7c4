package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.s3.Delete;
import dev.glasshouse.api.s3.DeleteObjectOutput;
import dev.glasshouse.api.s3.DeleteObjectRequest;
import dev.glasshouse.api.s3.DeleteObjectsOutput;
import dev.glasshouse.api.s3.DeleteObjectsRequest;
import dev.glasshouse.api.s3.DeletedObject;
import dev.glasshouse.api.s3.GetObjectOutput;
import dev.glasshouse.api.s3.GetObjectRequest;
import dev.glasshouse.api.s3.HeadObjectOutput;
import dev.glasshouse.api.s3.HeadObjectRequest;
import dev.glasshouse.api.s3.ObjectIdentifier;
import dev.glasshouse.api.s3.S3Error;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and deleting objects; {@link PutObject} and {@link CopyObject} write them. */
final class ObjectOperations {

    static final OperationFacts DATA = OperationFacts.DEFAULT.asDataEvent();
    private static final int MOST_DELETED = 1000;

    private final Vault vault;

    ObjectOperations(Vault vault) {
        this.vault = vault;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetObject",
                        DATA.withReadOnly(true),
                        (GetObjectRequest in, Call call) -> planRead(
                                call, in.bucket(), in.key(), in.expectedBucketOwner(), in.versionId(), "GetObject"),
                        this::get),
                read(
                        "HeadObject",
                        DATA.withReadOnly(true),
                        (HeadObjectRequest in, Call call) -> planRead(
                                call, in.bucket(), in.key(), in.expectedBucketOwner(), in.versionId(), "GetObject"),
                        ObjectOperations::head),
                write(
                        "DeleteObject",
                        DATA,
                        (DeleteObjectRequest in, Call call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
                            return AuthorizationPlan.of(Buckets.object(
                                    call, bucket, deletion(in.versionId()), in.key(), ContextKeys.EMPTY));
                        },
                        ObjectOperations::delete),
                write(
                        "DeleteObjects",
                        DATA.withBodyCap(4 << 20),
                        ObjectOperations::planDeleteMany,
                        ObjectOperations::deleteMany));
    }

    /**
     * The plan of an operation that reads of one object. Its second question is whether the caller may list.
     *
     * @param actions what must be allowed; with a version each has another name
     */
    static AuthorizationPlan planRead(
            Call call, String name, String key, @Nullable String owner, @Nullable String versionId, String... actions) {
        BucketRow bucket = Buckets.require(call, name, owner);
        List<AuthorizationRequest> requests = new ArrayList<>();
        for (String action : actions) {
            String asked = versionId == null ? action : action.replace("Object", "ObjectVersion");
            requests.add(Buckets.object(call, bucket, asked, key, ContextKeys.EMPTY));
        }
        // who may not list learns nothing of keys that are not there
        requests.add(1, Buckets.bucket(call, bucket, "ListBucket").advisory());
        return new AuthorizationPlan(requests);
    }

    /** The object of a call whose second question was whether the caller may list. */
    static ObjectRow require(Call call, String bucket, String key, @Nullable String versionId) {
        if (versionId != null && !versionId.equals("null")) {
            throw S3Errors.of("NoSuchVersion", 404, "The specified version does not exist.");
        }
        return Buckets.object(call, bucket, key).orElseThrow(() -> {
            if (call.verdicts().allowed(1)) {
                return S3Errors.noSuchKey(key);
            }
            return S3Errors.of("AccessDenied", 403, call.verdicts().denial(1));
        });
    }

    /** The conditions of a request, in the order that HTTP gives them. */
    record Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {

        void require(ObjectRow row) {
            Instant modified = row.modified().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            if (ifMatch != null && !matches(ifMatch, row.etag())) {
                throw S3Errors.precondition("If-Match");
            }
            if (ifMatch == null && ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
                throw S3Errors.precondition("If-Unmodified-Since");
            }
            boolean notModified = ifNoneMatch != null
                    ? matches(ifNoneMatch, row.etag())
                    : ifModifiedSince != null && !modified.isAfter(ifModifiedSince);
            if (notModified) {
                throw ServiceException.of("NotModified", 304, "Not Modified");
            }
        }

        static boolean matches(String condition, String etag) {
            for (String one : condition.split(",")) {
                String text = one.trim();
                if (text.equals("*") || text.equals(etag) || ('"' + text + '"').equals(etag)) {
                    return true;
                }
            }
            return false;
        }
    }

    private GetObjectOutput get(GetObjectRequest in, Call call) {
        requirePlainEncryption(in.sseCustomerAlgorithm());
        boolean overrides = in.responseCacheControl() != null
                || in.responseContentDisposition() != null
                || in.responseContentEncoding() != null
                || in.responseContentLanguage() != null
                || in.responseContentType() != null
                || in.responseExpires() != null;
        if (overrides && call.caller().isAnonymous()) {
            throw S3Errors.invalidRequest(
                    "Request specific response headers cannot be used for anonymous GET requests.");
        }
        ObjectRow row = require(call, in.bucket(), in.key(), in.versionId());
        new Conditions(in.ifMatch(), in.ifNoneMatch(), in.ifModifiedSince(), in.ifUnmodifiedSince()).require(row);
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        ByteRange range = ByteRange.of(in.range(), in.partNumber(), row);
        var dataKey = vault.openKey(call, bucket, in.key(), row.content());
        Content content = row.content();
        StreamingBody body = new StreamingBody() {
            @Override
            public long length() {
                return range.length();
            }

            @Override
            public InputStream open() {
                return Vault.open(dataKey, content, range.from(), range.length());
            }
        };
        boolean checksums = "ENABLED".equals(in.checksumMode()) && !range.partial();
        return GetObjectOutput.builder()
                .body(body)
                .acceptRanges("bytes")
                .lastModified(row.modified())
                .contentLength(range.length())
                .contentRange(range.header())
                .eTag(row.etag())
                .checksumCRC32(checksums ? row.checksums().get("CRC32") : null)
                .checksumCRC32C(checksums ? row.checksums().get("CRC32C") : null)
                .checksumCRC64NVME(checksums ? row.checksums().get("CRC64NVME") : null)
                .checksumSHA1(checksums ? row.checksums().get("SHA1") : null)
                .checksumSHA256(checksums ? row.checksums().get("SHA256") : null)
                .checksumType(checksums && !row.checksums().isEmpty() ? row.checksumType() : null)
                .cacheControl(header(in.responseCacheControl(), row, "Cache-Control"))
                .contentDisposition(header(in.responseContentDisposition(), row, "Content-Disposition"))
                .contentEncoding(header(in.responseContentEncoding(), row, "Content-Encoding"))
                .contentLanguage(header(in.responseContentLanguage(), row, "Content-Language"))
                .contentType(header(in.responseContentType(), row, "Content-Type"))
                .expires(row.headers().get("Expires"))
                .websiteRedirectLocation(row.headers().get("x-amz-website-redirect-location"))
                .serverSideEncryption(content.algorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .metadata(row.metadata())
                .storageClass(row.storageClass().equals("STANDARD") ? null : row.storageClass())
                .tagCount(row.tags().isEmpty() ? null : row.tags().size())
                .partsCount(in.partNumber() != null && row.parts() > 0 ? row.parts() : null)
                .build();
    }

    private static @Nullable String header(@Nullable String override, ObjectRow row, String name) {
        return override != null ? override : row.headers().get(name);
    }

    static void requirePlainEncryption(@Nullable String customerAlgorithm) {
        if (customerAlgorithm != null) {
            throw S3Errors.notSimulated("Encryption with customer-provided keys");
        }
    }

    private static HeadObjectOutput head(HeadObjectRequest in, Call call) {
        requirePlainEncryption(in.sseCustomerAlgorithm());
        ObjectRow row = require(call, in.bucket(), in.key(), in.versionId());
        new Conditions(in.ifMatch(), in.ifNoneMatch(), in.ifModifiedSince(), in.ifUnmodifiedSince()).require(row);
        ByteRange range = ByteRange.of(in.range(), in.partNumber(), row);
        Content content = row.content();
        boolean checksums = "ENABLED".equals(in.checksumMode());
        return HeadObjectOutput.builder()
                .acceptRanges("bytes")
                .lastModified(row.modified())
                .contentLength(range.length())
                .contentRange(range.header())
                .eTag(row.etag())
                .checksumCRC32(checksums ? row.checksums().get("CRC32") : null)
                .checksumCRC32C(checksums ? row.checksums().get("CRC32C") : null)
                .checksumCRC64NVME(checksums ? row.checksums().get("CRC64NVME") : null)
                .checksumSHA1(checksums ? row.checksums().get("SHA1") : null)
                .checksumSHA256(checksums ? row.checksums().get("SHA256") : null)
                .checksumType(checksums && !row.checksums().isEmpty() ? row.checksumType() : null)
                .cacheControl(header(in.responseCacheControl(), row, "Cache-Control"))
                .contentDisposition(header(in.responseContentDisposition(), row, "Content-Disposition"))
                .contentEncoding(header(in.responseContentEncoding(), row, "Content-Encoding"))
                .contentLanguage(header(in.responseContentLanguage(), row, "Content-Language"))
                .contentType(header(in.responseContentType(), row, "Content-Type"))
                .expires(row.headers().get("Expires"))
                .websiteRedirectLocation(row.headers().get("x-amz-website-redirect-location"))
                .serverSideEncryption(content.algorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .metadata(row.metadata())
                .storageClass(row.storageClass().equals("STANDARD") ? null : row.storageClass())
                .partsCount(in.partNumber() != null && row.parts() > 0 ? row.parts() : null)
                .build();
    }

    private static String deletion(@Nullable String versionId) {
        return versionId == null ? "DeleteObject" : "DeleteObjectVersion";
    }

    /** Buckets have no versions yet: each object is the version {@code null}. */
    private static void requireNullVersion(@Nullable String versionId) {
        if (versionId != null && !versionId.equals("null")) {
            throw S3Errors.invalidArgument("Invalid version id specified", "versionId", versionId);
        }
    }

    private static void requireNoLock(@Nullable Boolean bypass) {
        if (bypass != null) {
            throw S3Errors.invalidArgument(
                    "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
                    "x-amz-bypass-governance-retention",
                    bypass.toString());
        }
    }

    private static DeleteObjectOutput delete(DeleteObjectRequest in, WriteCall call) {
        requireNullVersion(in.versionId());
        requireNoLock(in.bypassGovernanceRetention());
        if (in.ifMatchLastModifiedTime() != null || in.ifMatchSize() != null) {
            // AWS has these for directory buckets alone
            throw S3Errors.of(
                    "NotImplemented", 501, "A header you provided implies functionality that is not implemented");
        }
        Buckets.object(call, in.bucket(), in.key()).ifPresent(row -> {
            if (in.ifMatch() != null && !Conditions.matches(in.ifMatch(), row.etag())) {
                throw S3Errors.precondition("If-Match");
            }
        });
        call.tx().remove(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(in.bucket(), in.key()));
        return DeleteObjectOutput.builder().build();
    }

    private static AuthorizationPlan planDeleteMany(DeleteObjectsRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        List<ObjectIdentifier> objects = in.delete().objects();
        if (objects.isEmpty() || objects.size() > MOST_DELETED) {
            throw S3Errors.malformedXml();
        }
        // each object is answered for by itself
        return new AuthorizationPlan(objects.stream()
                .map(object -> Buckets.object(
                                call, bucket, deletion(object.versionId()), object.key(), ContextKeys.EMPTY)
                        .advisory())
                .toList());
    }

    private static DeleteObjectsOutput deleteMany(DeleteObjectsRequest in, WriteCall call) {
        requireNoLock(in.bypassGovernanceRetention());
        Delete delete = in.delete();
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (int i = 0; i < delete.objects().size(); i++) {
            ObjectIdentifier object = delete.objects().get(i);
            String key = object.key();
            S3Error refusal = refusal(object, call, i);
            if (refusal != null) {
                errors.add(refusal);
                continue;
            }
            call.tx().remove(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(in.bucket(), key));
            deleted.add(DeletedObject.builder().key(key).build());
        }
        return DeleteObjectsOutput.builder()
                .deleted(Boolean.TRUE.equals(delete.quiet()) ? null : deleted)
                .errors(errors.isEmpty() ? null : errors)
                .build();
    }

    /** Why one object of many is not deleted; null where it is. */
    private static @Nullable S3Error refusal(ObjectIdentifier object, WriteCall call, int index) {
        S3Error.Builder error = S3Error.builder().key(object.key()).versionId(object.versionId());
        if (!call.verdicts().allowed(index)) {
            return error.code("AccessDenied")
                    .message(call.verdicts().denial(index))
                    .build();
        }
        if (object.versionId() != null && !object.versionId().equals("null")) {
            return error.code("NoSuchVersion")
                    .message("The specified version does not exist.")
                    .build();
        }
        if (object.eTag() != null || object.size() != null || object.lastModifiedTime() != null) {
            return error.code("NotImplemented")
                    .message("A header you provided implies functionality that is not implemented")
                    .build();
        }
        return null;
    }
}
