package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.PercentCoding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source as {@code x-amz-copy-source} names it.
 *
 * @param bucket its bucket
 * @param key its key
 * @param versionId its version, or null for the latest
 */
record CopySource(String bucket, String key, @Nullable String versionId) {

    private static final String VERSION = "?versionId=";
    private static final String OBJECT = "/object/";

    /** The access point that a source names by its ARN in its bucket's place; empty where it names a bucket. */
    static Optional<AccessPointRow> point(Call call, String header) {
        String path = header.startsWith("arn") ? PercentCoding.form(header) : null;
        int end = path == null ? -1 : path.indexOf(OBJECT);
        return path == null || end < 0 ? Optional.empty() : AccessPoints.named(call.state(), path.substring(0, end));
    }

    static CopySource parse(Call call, String header) {
        int query = header.lastIndexOf(VERSION);
        String decoded = PercentCoding.form(query < 0 ? header : header.substring(0, query));
        String version = query < 0 ? null : PercentCoding.form(header.substring(query + VERSION.length()));
        if (decoded == null || query >= 0 && version == null) {
            throw fault("encoding", header);
        }
        String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
        int object = path.startsWith("arn:") ? path.indexOf(OBJECT) : -1;
        if (object > 0 && object + OBJECT.length() < path.length()) {
            String arn = path.substring(0, object);
            AccessPointRow point = AccessPoints.named(call.state(), arn)
                    .orElseThrow(() -> S3Errors.noSuchAccessPoint(arn.substring(arn.lastIndexOf('/') + 1)));
            return new CopySource(point.bucket(), path.substring(object + OBJECT.length()), version);
        }
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty() || !bucket.chars().allMatch(CopySource::inName)) {
            throw fault("bucket name", header);
        }
        if (slash < 0 || slash == path.length() - 1) {
            throw fault("object key", header);
        }
        return new CopySource(bucket, path.substring(slash + 1), version);
    }

    /** The bucket that a request copies from, which was done; empty where it copies nothing. */
    static Optional<BucketRow> bucket(Call call) {
        return call.http()
                .headers()
                .first("x-amz-copy-source")
                .flatMap(header -> call.state()
                        .get(Buckets.TABLE, Scope.SANDBOX, parse(call, header).bucket()));
    }

    private static boolean inName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_';
    }

    private static ServiceException fault(String what, String header) {
        return S3Errors.invalidArgument("Invalid copy source " + what, "x-amz-copy-source", header);
    }

    /** The bucket, which the request may say the owner of. */
    BucketRow requireBucket(Call call, @Nullable String expectedOwner) {
        Addressing.requireAccount(expectedOwner);
        BucketRow from =
                call.state().get(Buckets.TABLE, Scope.SANDBOX, bucket).orElseThrow(() -> S3Errors.noSuchBucket(bucket));
        if (expectedOwner != null && !expectedOwner.equals(from.account())) {
            throw S3Errors.accessDenied();
        }
        return from;
    }

    /** A question about the source; with a version its action has another name. */
    AuthorizationRequest question(Call call, BucketRow from, String action) {
        String asked = versionId == null ? action : action.replace("Object", "ObjectVersion");
        return Buckets.version(call, from, asked, key, versionId, ContextKeys.EMPTY);
    }

    /** The object, for a call whose second question was whether the caller may list. */
    ObjectRow requireObject(Call call) {
        Versions.Found found =
                Versions.asked(call.state(), bucket, key, versionId).orElse(null);
        if (versionId != null && found != null && found.row().isMarker()) {
            throw S3Errors.invalidRequest(
                    "The source of a copy request may not specifically refer to a delete marker by version id.");
        }
        ObjectRow row = StoredObjects.require(call, bucket, key, versionId);
        if (!Restoration.readable(row, call.now())) {
            throw S3Errors.of("InvalidObjectState", 403, "Operation is not valid for the source object's storage class")
                    .with("StorageClass", row.storageClass());
        }
        return row;
    }

    /** The version that was copied, as answers show it; null where the source has none with an id. */
    @Nullable
    String shownVersion(Call call) {
        return Versions.object(call, bucket, key, versionId)
                .map(ObjectRow::versionId)
                .orElse(null);
    }

    /** The conditions that a request sets for its source. */
    record Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {

        void require(ObjectRow row, Instant now) {
            String failed = failed(row.etag(), row.modified().truncatedTo(ChronoUnit.SECONDS), now);
            if (failed != null) {
                throw S3Errors.precondition("x-amz-copy-source-" + failed);
            }
        }

        private @Nullable String failed(String etag, Instant modified, Instant now) {
            if (ifMatch != null) {
                if (!StoredObjects.Conditions.matches(ifMatch, etag)) {
                    return "If-Match";
                }
            } else if (ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
                return "If-Unmodified-Since";
            }
            if (ifNoneMatch != null) {
                return StoredObjects.Conditions.matches(ifNoneMatch, etag) ? "If-None-Match" : null;
            }
            boolean unchanged =
                    ifModifiedSince != null && !modified.isAfter(ifModifiedSince) && ifModifiedSince.isBefore(now);
            return unchanged ? "If-Modified-Since" : null;
        }
    }
}
