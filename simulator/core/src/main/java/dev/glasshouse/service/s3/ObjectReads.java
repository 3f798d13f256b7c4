package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.api.s3.GetObjectOutput;
import dev.glasshouse.api.s3.GetObjectRequest;
import dev.glasshouse.api.s3.HeadObjectOutput;
import dev.glasshouse.api.s3.HeadObjectRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.wire.Timestamps;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects. See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a> and
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>.
 */
final class ObjectReads {

    static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    // questions of the plan after that of every read
    private static final int TAGS = 1;
    private static final int RETENTION = 2;
    private static final int HOLD = 3;

    private final Vault vault;

    ObjectReads(Vault vault) {
        this.vault = vault;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read("GetObject", StoredObjects.DATA.withReadOnly(true), ObjectReads::plan, this::get),
                read(
                        "HeadObject",
                        StoredObjects.DATA.withReadOnly(true),
                        (HeadObjectRequest in, Call call) -> plan(Records.as(GetObjectRequest.class, in), call),
                        this::head));
    }

    /**
     * Both operations need {@code s3:GetObject}, or {@code s3:GetObjectVersion}. The answer shows tags and locks only to who
     * may read them.
     */
    private static AuthorizationPlan plan(GetObjectRequest in, Call call) {
        String name = in.bucket();
        String key = in.key();
        String versionId = in.versionId();
        AuthorizationPlan read =
                StoredObjects.planRead(call, name, key, in.expectedBucketOwner(), versionId, "GetObject");
        requireSigned(in, call);
        ObjectRow row = Versions.object(call, name, key, versionId).orElse(null);
        if (row == null || row.tags().isEmpty() && row.lock().equals(ObjectRow.Lock.NONE)) {
            return read;
        }
        BucketRow bucket = Buckets.find(call, name);
        List<AuthorizationRequest> requests = new ArrayList<>(read.requests());
        String tagging = versionId == null ? "GetObjectTagging" : "GetObjectVersionTagging";
        for (String action : List.of(tagging, "GetObjectRetention", "GetObjectLegalHold")) {
            requests.add(Buckets.version(call, bucket, action, key, versionId, ContextKeys.EMPTY)
                    .advisory());
        }
        return new AuthorizationPlan(requests);
    }

    private static @Nullable Integer tagCount(Call call, ObjectRow row) {
        return row.tags().isEmpty() || !call.verdicts().allowed(TAGS)
                ? null
                : row.tags().size();
    }

    private static ObjectRow.Lock lock(Call call, ObjectRow row) {
        if (row.lock().equals(ObjectRow.Lock.NONE)) {
            return row.lock();
        }
        boolean retention = call.verdicts().allowed(RETENTION);
        return new ObjectRow.Lock(
                retention ? row.lock().mode() : null,
                retention ? row.lock().until() : null,
                call.verdicts().allowed(HOLD) ? row.lock().hold() : null);
    }

    /** The checksums that an answer shows: of the whole, or of one part where that of the whole is made of the parts'. */
    private static Map<String, String> checksums(
            @Nullable String mode, ObjectRow row, ByteRange range, @Nullable Integer part) {
        if (!"ENABLED".equalsIgnoreCase(mode)) {
            return Map.of();
        }
        if (part != null && row.checksumType().equals(PartChecksums.COMPOSITE)) {
            return row.parts().get(part - 1).checksums();
        }
        return range.length() == range.size() ? row.checksums() : Map.of();
    }

    private static @Nullable String storageClass(ObjectRow row) {
        return row.storageClass().equals("STANDARD") ? null : row.storageClass();
    }

    private static @Nullable String header(@Nullable String override, ObjectRow row, String name) {
        return override != null ? override : row.headers().get(name);
    }

    /**
     * What a request reads.
     *
     * @param row the object
     * @param range the bytes of it
     * @param customer the key that the request brings, or null
     */
    private record Reading(
            ObjectRow row, ByteRange range, @Nullable CustomerKey customer) {}

    /** Finds what is read, and refuses what cannot be; only bodies are archived. */
    private static Reading reading(GetObjectRequest in, Call call, boolean body) {
        CustomerKey customer =
                CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null);
        requireLatin(in);
        ObjectRow row = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        if (body && !Restoration.readable(row, call.now())) {
            throw S3Errors.of("InvalidObjectState", 403, "The operation is not valid for the object's storage class")
                    .with("StorageClass", row.storageClass());
        }
        Vault.requireCustomerKey(in.bucket(), in.key(), row.content(), customer);
        new StoredObjects.Conditions(in.ifMatch(), in.ifNoneMatch(), in.ifModifiedSince(), in.ifUnmodifiedSince())
                .require(row, call.now());
        String range = ranged(call, row) ? in.range() : null;
        return new Reading(row, ByteRange.of(range, in.partNumber(), row), customer);
    }

    /** Whether the object is still the one that a range is wanted of: one that has changed comes whole. */
    private static boolean ranged(Call call, ObjectRow row) {
        String wanted = call.http().headers().first("If-Range").orElse(null);
        if (wanted == null) {
            return true;
        }
        Instant date = Timestamps.parse(wanted, TimestampFormat.RFC822);
        return date == null
                ? StoredObjects.Conditions.matches(wanted, row.etag())
                : date.equals(row.modified().truncatedTo(ChronoUnit.SECONDS));
    }

    private GetObjectOutput get(GetObjectRequest in, Call call) {
        Reading reading = reading(in, call, true);
        ByteRange range = reading.range();
        Content content = reading.row().content();
        Vault.Keys keys = vault.openKey(call, Buckets.find(call, in.bucket()), in.key(), content, reading.customer());
        StreamingBody body = new StreamingBody() {
            @Override
            public long length() {
                return range.length();
            }

            @Override
            public InputStream open() {
                return Bodies.open(keys, content, range.from(), range.length());
            }
        };
        return answer(in, call, reading, body);
    }

    /** The two operations ask and show the same, but for the body. */
    private HeadObjectOutput head(HeadObjectRequest in, Call call) {
        GetObjectRequest asked = Records.as(GetObjectRequest.class, in);
        Reading reading = reading(asked, call, false);
        Content content = reading.row().content();
        boolean summed = !checksums(in.checksumMode(), reading.row(), reading.range(), in.partNumber())
                .isEmpty();
        if (summed && content.keyArn() != null) {
            // checksums are as secret as the body
            vault.openKey(call, Buckets.find(call, in.bucket()), in.key(), content, reading.customer());
        }
        return Records.as(HeadObjectOutput.class, answer(asked, call, reading, null));
    }

    private static GetObjectOutput answer(
            GetObjectRequest in, Call call, Reading reading, @Nullable StreamingBody body) {
        ObjectRow row = reading.row();
        ByteRange range = reading.range();
        CustomerKey customer = reading.customer();
        Content content = row.content();
        BucketRow bucket = Buckets.find(call, in.bucket());
        Map<String, String> checksums = checksums(in.checksumMode(), row, range, in.partNumber());
        ObjectRow.Lock lock = lock(call, row);
        GetObjectOutput answer = GetObjectOutput.builder()
                .body(body)
                .acceptRanges("bytes")
                .expiration(
                        in.versionId() == null ? ObjectExpiry.header(call.state(), in.bucket(), in.key(), row) : null)
                .restore(Restoration.header(row, call.now()))
                .lastModified(row.modified())
                .contentLength(range.length())
                .contentRange(range.header())
                .eTag(row.etag())
                .checksumType(checksums.isEmpty() ? null : row.checksumType())
                .versionId(Versions.shown(bucket, row))
                .cacheControl(header(in.responseCacheControl(), row, "Cache-Control"))
                .contentDisposition(header(in.responseContentDisposition(), row, "Content-Disposition"))
                .contentEncoding(header(in.responseContentEncoding(), row, "Content-Encoding"))
                .contentLanguage(header(in.responseContentLanguage(), row, "Content-Language"))
                .contentType(header(in.responseContentType(), row, "Content-Type"))
                .expires(header(in.responseExpires(), row, "Expires"))
                .websiteRedirectLocation(row.headers().get("x-amz-website-redirect-location"))
                .serverSideEncryption(content.shownAlgorithm())
                .sseCustomerAlgorithm(CustomerKey.algorithmOf(customer))
                .sseCustomerKeyMD5(CustomerKey.md5Of(customer))
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .metadata(EncodedWords.encode(row.metadata()))
                .storageClass(storageClass(row))
                .tagCount(tagCount(call, row))
                .partsCount(
                        in.partNumber() == null || row.parts().isEmpty()
                                ? null
                                : row.parts().size())
                .objectLockMode(lock.mode())
                .objectLockRetainUntilDate(lock.until())
                .objectLockLegalHoldStatus(lock.hold())
                .build();
        return ChecksumMembers.with(answer, checksums);
    }

    private static Map<String, String> overrides(GetObjectRequest in) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Writes.add(overrides, "response-cache-control", in.responseCacheControl());
        Writes.add(overrides, "response-content-disposition", in.responseContentDisposition());
        Writes.add(overrides, "response-content-encoding", in.responseContentEncoding());
        Writes.add(overrides, "response-content-language", in.responseContentLanguage());
        Writes.add(overrides, "response-content-type", in.responseContentType());
        Writes.add(overrides, "response-expires", in.responseExpires());
        return overrides;
    }

    /** Nobody may say how what he reads is to be answered, whether he may read it or not. */
    private static void requireSigned(GetObjectRequest in, Call call) {
        if (call.caller().isAnonymous() && !overrides(in).isEmpty()) {
            throw S3Errors.invalidRequest(
                    "Request specific response headers cannot be used for anonymous GET requests.");
        }
    }

    private static void requireLatin(GetObjectRequest in) {
        overrides(in).forEach((name, value) -> {
            if (value.chars().anyMatch(c -> c > 0xff || c < ' ')) {
                throw S3Errors.invalidArgument("Header value cannot be represented using ISO-8859-1.", name, value);
            }
        });
    }
}
