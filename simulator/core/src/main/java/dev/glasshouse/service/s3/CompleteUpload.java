package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CompleteMultipartUploadOutput;
import dev.glasshouse.api.s3.CompleteMultipartUploadRequest;
import dev.glasshouse.api.s3.CompletedPart;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.BucketHosts;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes an object of the parts of an upload. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">CompleteMultipartUpload</a>.
 */
final class CompleteUpload implements WriteOperation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput> {

    private static final long LEAST_PART = 5L << 20;

    private final Vault vault;

    CompleteUpload(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String name() {
        return "CompleteMultipartUpload";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA.withBodyCap(4 << 20);
    }

    @Override
    public AuthorizationPlan plan(CompleteMultipartUploadRequest in, Call call) {
        return Uploads.planWrite(call, in.bucket(), in.key(), in.expectedBucketOwner(), in.uploadId());
    }

    @Override
    public CompleteMultipartUploadOutput execute(CompleteMultipartUploadRequest in, WriteCall call) {
        Optional<ObjectRow> before = made(in, call);
        if (before.isPresent()) {
            return answer(in, before.get(), call);
        }
        UploadRow upload = Uploads.require(call, in.bucket(), in.key(), in.uploadId());
        // its bytes stay as they lie, so that S3 does not need the key; but one that comes must be the right one
        Uploads.requireKey(
                upload, CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null));
        List<CompletedPart> asked = asked(in);
        Writes.requireConditions(call, in.bucket(), in.key(), in.ifMatch(), in.ifNoneMatch());
        requireUndisturbed(in, upload, call);
        List<UploadRow.Part> parts = parts(in.uploadId(), upload, asked);
        PartChecksums.requireKind(in, upload);
        requireWhole(in.uploadId(), upload, asked, parts);
        ObjectRow template = upload.template();
        if (template.content().keyArn() != null) {
            // S3 reads the parts to put them together
            vault.openKey(call, Buckets.find(call, in.bucket()), in.key(), template.content(), null);
        }
        List<Content.Piece> pieces = parts.stream().map(UploadRow.Part::piece).toList();
        requireSize(in, pieces.stream().mapToLong(Content.Piece::size).sum());
        // an object that comes in parts is as old as its upload
        ObjectRow whole = new ObjectRow(
                        etag(parts),
                        upload.begun(),
                        template.storageClass(),
                        template.headers(),
                        template.metadata(),
                        template.tags(),
                        PartChecksums.of(in, upload, parts),
                        template.checksumType(),
                        kept(asked, parts),
                        Writes.filled(template.content(), pieces))
                .withLock(template.lock())
                .withAcl(template.acl())
                .withUpload(in.uploadId());
        ObjectRow row = Versions.write(call, Buckets.find(call, in.bucket()), in.key(), whole);
        call.tx().remove(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId());
        return answer(in, row, call);
    }

    /** The parts that a request names, in order. */
    private static List<CompletedPart> asked(CompleteMultipartUploadRequest in) {
        if (in.multipartUpload() == null) {
            throw S3Errors.invalidRequest("You must specify at least one part");
        }
        List<CompletedPart> asked = in.multipartUpload().parts();
        if (asked == null
                || asked.isEmpty()
                || asked.stream().anyMatch(part -> part.partNumber() == null || part.eTag() == null)) {
            throw S3Errors.malformedXml();
        }
        asked.forEach(PartChecksums::requireForm);
        requireOrder(asked, in.uploadId());
        return asked;
    }

    /** The parts as they came; refuses those that are not there. */
    private static List<UploadRow.Part> parts(String uploadId, UploadRow upload, List<CompletedPart> asked) {
        List<UploadRow.Part> parts = new ArrayList<>();
        for (CompletedPart one : asked) {
            UploadRow.Part part = upload.parts().get(number(one));
            String etag = bare(String.valueOf(one.eTag()));
            if (part == null || !bare(part.etag()).equals(etag)) {
                throw S3Errors.invalidPart(uploadId, Integer.toString(number(one)), etag);
            }
            parts.add(part);
        }
        return parts;
    }

    /** Refuses parts that are not what is said of them, and small ones before the last. */
    private static void requireWhole(
            String uploadId, UploadRow upload, List<CompletedPart> asked, List<UploadRow.Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            UploadRow.Part part = parts.get(i);
            PartChecksums.requireSaid(uploadId, upload, asked.get(i), part);
            if (i < parts.size() - 1 && part.piece().size() < LEAST_PART) {
                throw S3Errors.of(
                                "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
                        .with("ProposedSize", Long.toString(part.piece().size()))
                        .with("MinSizeAllowed", Long.toString(LEAST_PART))
                        .with("PartNumber", Integer.toString(number(asked.get(i))))
                        .with("ETag", bare(part.etag()));
            }
        }
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }

    /** The MD5 of the parts' ETags, and how many they are. */
    private static String etag(List<UploadRow.Part> parts) {
        MessageDigest etags = Checksums.digest("MD5");
        parts.forEach(part -> etags.update(HexFormat.of().parseHex(bare(part.etag()))));
        return '"' + HexFormat.of().formatHex(etags.digest()) + "-" + parts.size() + '"';
    }

    private static void requireSize(CompleteMultipartUploadRequest in, long size) {
        if (in.mpuObjectSize() != null && in.mpuObjectSize() < 0) {
            throw S3Errors.invalidRequest(
                    "Value for x-amz-mp-object-size header is less than zero: '" + in.mpuObjectSize() + "'");
        }
        if (in.mpuObjectSize() != null && in.mpuObjectSize() != size) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + in.mpuObjectSize()
                    + " does not match what was computed: " + size);
        }
    }

    /** The object that an upload has become: who completes it again gets the same answer. */
    private static Optional<ObjectRow> made(CompleteMultipartUploadRequest in, WriteCall call) {
        return Buckets.object(call, in.bucket(), in.key())
                .filter(row -> in.uploadId().equals(row.upload()));
    }

    private static CompleteMultipartUploadOutput answer(
            CompleteMultipartUploadRequest in, ObjectRow row, WriteCall call) {
        CompleteMultipartUploadOutput answer = CompleteMultipartUploadOutput.builder()
                .location(BucketHosts.location(call.http(), in.bucket(), in.key()))
                .bucket(in.bucket())
                .key(in.key())
                .expiration(ObjectExpiry.header(call.state(), in.bucket(), in.key(), row))
                .eTag(row.etag())
                .checksumType(row.checksumType())
                .versionId(row.versionId())
                .serverSideEncryption(row.content().shownAlgorithm())
                .ssekmsKeyId(row.content().keyArn())
                .bucketKeyEnabled(row.content().bucketKey() ? true : null)
                .build();
        return ChecksumMembers.with(answer, row.checksums());
    }

    private static int number(CompletedPart part) {
        return part.partNumber() == null ? 0 : part.partNumber();
    }

    private static void requireOrder(List<CompletedPart> asked, String uploadId) {
        int before = 0;
        for (CompletedPart part : asked) {
            int number = number(part);
            if (number < 1) {
                throw S3Errors.invalidArgument("PartNumber must be >= 1", "PartNumber", Integer.toString(number));
            }
            UploadPart.requireNumber(number);
            if (number <= before) {
                throw S3Errors.of(
                                "InvalidPartOrder",
                                400,
                                "The list of parts was not in ascending order. Parts must be ordered by part number.")
                        .with("UploadId", uploadId);
            }
            before = number;
        }
    }

    /** A condition must have held all the time since the upload began. */
    private static void requireUndisturbed(CompleteMultipartUploadRequest in, UploadRow upload, WriteCall call) {
        Instant now = Buckets.object(call, in.bucket(), in.key())
                .map(ObjectRow::modified)
                .orElse(null);
        boolean conflict = in.ifNoneMatch() != null && upload.found() != null
                || in.ifMatch() != null && now != null && !now.equals(upload.found());
        if (conflict) {
            throw S3Errors.of(
                            "ConditionalRequestConflict",
                            409,
                            "The conditional request cannot succeed due to a conflicting operation against this"
                                    + " resource.")
                    .with("Condition", in.ifMatch() == null ? "If-None-Match" : "If-Match")
                    .with("Key", in.key());
        }
    }

    private static List<ObjectRow.Part> kept(List<CompletedPart> asked, List<UploadRow.Part> parts) {
        List<ObjectRow.Part> kept = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            kept.add(new ObjectRow.Part(number(asked.get(i)), parts.get(i).checksums()));
        }
        return kept;
    }
}
