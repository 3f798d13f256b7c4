package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.s3.AbortMultipartUploadOutput;
import dev.glasshouse.api.s3.AbortMultipartUploadRequest;
import dev.glasshouse.api.s3.CompleteMultipartUploadOutput;
import dev.glasshouse.api.s3.CompleteMultipartUploadRequest;
import dev.glasshouse.api.s3.CompletedPart;
import dev.glasshouse.api.s3.ListPartsOutput;
import dev.glasshouse.api.s3.ListPartsRequest;
import dev.glasshouse.api.s3.Part;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multipart uploads but for their bodies; {@link CreateUpload} begins them and {@link UploadPart} fills them. */
final class Uploads {

    private static final long LEAST_PART = 5L << 20;
    private static final int MOST_PARTS = 1000;

    private Uploads() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CompleteMultipartUpload",
                        ObjectOperations.DATA.withBodyCap(4 << 20),
                        (CompleteMultipartUploadRequest in, Call call) ->
                                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), "PutObject"),
                        Uploads::complete),
                write(
                        "AbortMultipartUpload",
                        ObjectOperations.DATA,
                        (AbortMultipartUploadRequest in, Call call) ->
                                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), "AbortMultipartUpload"),
                        Uploads::abort),
                read(
                        "ListParts",
                        ObjectOperations.DATA.withReadOnly(true),
                        (ListPartsRequest in, Call call) ->
                                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), "ListMultipartUploadParts"),
                        Uploads::parts));
    }

    static AuthorizationPlan plan(Call call, String name, String key, @Nullable String owner, String action) {
        BucketRow bucket = Buckets.require(call, name, owner);
        return AuthorizationPlan.of(Buckets.object(call, bucket, action, key, ContextKeys.EMPTY));
    }

    static UploadRow require(Call call, String bucket, String key, String id) {
        return call.state()
                .get(Buckets.UPLOADS, Scope.SANDBOX, id)
                .filter(upload -> upload.bucket().equals(bucket) && upload.key().equals(key))
                .orElseThrow(() -> S3Errors.noSuchUpload(id));
    }

    private static CompleteMultipartUploadOutput complete(CompleteMultipartUploadRequest in, WriteCall call) {
        UploadRow upload = require(call, in.bucket(), in.key(), in.uploadId());
        List<CompletedPart> asked =
                in.multipartUpload() == null ? null : in.multipartUpload().parts();
        if (asked == null || asked.isEmpty()) {
            throw S3Errors.invalidRequest("You must specify at least one part");
        }
        Writes.requirePlainEncryption(Buckets.require(call, in.bucket(), null), in.sseCustomerAlgorithm());
        List<UploadRow.Part> parts = new ArrayList<>();
        MessageDigest etags = Checksums.digest("MD5");
        int before = 0;
        for (int i = 0; i < asked.size(); i++) {
            Integer wanted = asked.get(i).partNumber();
            int number = wanted == null ? 0 : wanted;
            if (number <= before) {
                throw S3Errors.of(
                        "InvalidPartOrder",
                        400,
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            UploadRow.Part part = upload.parts().get(number);
            String etag = String.valueOf(asked.get(i).eTag()).replace("\"", "");
            if (part == null || !part.etag().replace("\"", "").equals(etag)) {
                throw S3Errors.of(
                                "InvalidPart",
                                400,
                                "One or more of the specified parts could not be found.  The part may not have been"
                                        + " uploaded, or the specified entity tag may not match the part's entity tag.")
                        .with("UploadId", in.uploadId())
                        .with("PartNumber", Integer.toString(number))
                        .with("ETag", etag);
            }
            if (i < asked.size() - 1 && part.piece().size() < LEAST_PART) {
                throw S3Errors.of(
                                "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
                        .with("ProposedSize", Long.toString(part.piece().size()))
                        .with("MinSizeAllowed", Long.toString(LEAST_PART))
                        .with("PartNumber", Integer.toString(number))
                        .with("ETag", etag);
            }
            parts.add(part);
            etags.update(HexFormat.of().parseHex(etag));
        }
        Writes.requireConditions(call, in.bucket(), in.key(), in.ifMatch(), in.ifNoneMatch());
        ObjectRow template = upload.template();
        List<Content.Piece> pieces = parts.stream().map(UploadRow.Part::piece).toList();
        ObjectRow row = new ObjectRow(
                '"' + HexFormat.of().formatHex(etags.digest()) + "-" + pieces.size() + '"',
                call.now(),
                template.storageClass(),
                template.headers(),
                template.metadata(),
                template.tags(),
                PartChecksums.of(in, upload, parts),
                template.checksumType(),
                pieces.size(),
                Writes.filled(template.content(), pieces));
        if (in.mpuObjectSize() != null && in.mpuObjectSize() != row.content().size()) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + in.mpuObjectSize()
                    + " does not match what was computed: " + row.content().size());
        }
        call.tx().put(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(in.bucket(), in.key()), row);
        call.tx().remove(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId());
        return CompleteMultipartUploadOutput.builder()
                .location("http://" + call.http().host() + "/" + in.bucket() + "/" + in.key())
                .bucket(in.bucket())
                .key(in.key())
                .eTag(row.etag())
                .checksumCRC32(row.checksums().get("CRC32"))
                .checksumCRC32C(row.checksums().get("CRC32C"))
                .checksumCRC64NVME(row.checksums().get("CRC64NVME"))
                .checksumSHA1(row.checksums().get("SHA1"))
                .checksumSHA256(row.checksums().get("SHA256"))
                .checksumType(row.checksumType())
                .serverSideEncryption(row.content().algorithm())
                .ssekmsKeyId(row.content().keyArn())
                .bucketKeyEnabled(row.content().bucketKey() ? true : null)
                .build();
    }

    private static AbortMultipartUploadOutput abort(AbortMultipartUploadRequest in, WriteCall call) {
        if (in.ifMatchInitiatedTime() != null) {
            // AWS has it for directory buckets alone
            throw S3Errors.of(
                    "NotImplemented", 501, "A header you provided implies functionality that is not implemented");
        }
        require(call, in.bucket(), in.key(), in.uploadId());
        call.tx().remove(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId());
        return AbortMultipartUploadOutput.builder().build();
    }

    private static ListPartsOutput parts(ListPartsRequest in, Call call) {
        ObjectOperations.requirePlainEncryption(in.sseCustomerAlgorithm());
        UploadRow upload = require(call, in.bucket(), in.key(), in.uploadId());
        int most = in.maxParts() == null ? MOST_PARTS : Math.min(in.maxParts(), MOST_PARTS);
        int after = in.partNumberMarker() == null ? 0 : in.partNumberMarker();
        List<Part> shown = new ArrayList<>();
        boolean more = false;
        int last = 0;
        for (Map.Entry<Integer, UploadRow.Part> part : upload.parts().entrySet()) {
            if (part.getKey() <= after) {
                continue;
            }
            if (shown.size() == most) {
                more = true;
                break;
            }
            last = part.getKey();
            shown.add(Part.builder()
                    .partNumber(part.getKey())
                    .lastModified(part.getValue().modified())
                    .eTag(part.getValue().etag())
                    .size(part.getValue().piece().size())
                    .checksumCRC32(part.getValue().checksums().get("CRC32"))
                    .checksumCRC32C(part.getValue().checksums().get("CRC32C"))
                    .checksumCRC64NVME(part.getValue().checksums().get("CRC64NVME"))
                    .checksumSHA1(part.getValue().checksums().get("SHA1"))
                    .checksumSHA256(part.getValue().checksums().get("SHA256"))
                    .build());
        }
        String account = Buckets.require(call, in.bucket(), null).account();
        return ListPartsOutput.builder()
                .bucket(in.bucket())
                .key(in.key())
                .uploadId(in.uploadId())
                .partNumberMarker(after)
                .nextPartNumberMarker(last)
                .maxParts(most)
                .isTruncated(more)
                .parts(shown)
                .owner(BucketOperations.owner(call, account))
                .storageClass(upload.template().storageClass())
                .checksumAlgorithm(upload.algorithm())
                .checksumType(
                        upload.algorithm() == null ? null : upload.template().checksumType())
                .build();
    }

    /** An object to be: everything but its body. */
    static ObjectRow template(
            Instant now,
            @Nullable String storageClass,
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> tags,
            String checksumType,
            Content empty) {
        return new ObjectRow(
                "\"\"",
                now,
                storageClass == null ? "STANDARD" : storageClass,
                headers,
                metadata,
                tags,
                Map.of(),
                checksumType,
                0,
                empty);
    }

    /** The parts of a new upload. */
    static UploadRow begun(String bucket, String key, Instant now, ObjectRow template, @Nullable String algorithm) {
        return new UploadRow(bucket, key, now, template, algorithm, Map.of());
    }

    /** The wrapped data key of an upload, opened for a part. */
    static Bytes key(Vault vault, Call call, UploadRow upload) {
        return vault.openKey(
                call,
                Buckets.require(call, upload.bucket(), null),
                upload.key(),
                upload.template().content());
    }
}
