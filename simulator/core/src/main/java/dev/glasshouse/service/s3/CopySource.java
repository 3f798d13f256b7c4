package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.PercentCoding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source as {@code x-amz-copy-source} names it.
 *
 * @param bucket its bucket
 * @param key its key
 */
record CopySource(String bucket, String key) {

    static CopySource parse(String header) {
        String text = header.startsWith("/") ? header.substring(1) : header;
        int query = text.indexOf("?versionId=");
        String path = PercentCoding.path(query < 0 ? text : text.substring(0, query));
        int slash = path == null ? -1 : path.indexOf('/');
        if (path == null || slash <= 0 || slash == path.length() - 1) {
            throw S3Errors.invalidArgument("Invalid copy source object key", "x-amz-copy-source", header);
        }
        if (query >= 0 && !text.endsWith("?versionId=null")) {
            throw S3Errors.of("NoSuchVersion", 404, "The specified version does not exist.");
        }
        return new CopySource(path.substring(0, slash), path.substring(slash + 1));
    }

    /** The bucket, which the request may say the owner of. */
    BucketRow requireBucket(Call call, @Nullable String expectedOwner) {
        BucketRow from =
                call.state().get(Buckets.TABLE, Scope.SANDBOX, bucket).orElseThrow(() -> S3Errors.noSuchBucket(bucket));
        if (expectedOwner != null && !expectedOwner.equals(from.account())) {
            throw S3Errors.accessDenied();
        }
        return from;
    }

    /** The object, for a call whose second question was whether the caller may list. */
    ObjectRow requireObject(Call call) {
        return ObjectOperations.require(call, bucket, key, null);
    }

    /** The conditions that a request sets for its source. */
    record Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {

        void require(ObjectRow row) {
            boolean fails = ifMatch != null && !ObjectOperations.Conditions.matches(ifMatch, row.etag())
                    || ifNoneMatch != null && ObjectOperations.Conditions.matches(ifNoneMatch, row.etag())
                    || ifModifiedSince != null && !row.modified().isAfter(ifModifiedSince)
                    || ifMatch == null
                            && ifUnmodifiedSince != null
                            && row.modified().isAfter(ifUnmodifiedSince);
            if (fails) {
                throw S3Errors.precondition("x-amz-copy-source");
            }
        }
    }
}
