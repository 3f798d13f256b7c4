package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CopyPartResult;
import dev.glasshouse.api.s3.UploadPartCopyOutput;
import dev.glasshouse.api.s3.UploadPartCopyRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills a part of a multipart upload with an object that is there, or with a range of it. */
final class UploadPartCopy implements StagedOperation<UploadPartCopyRequest, UploadPartCopyOutput, UploadRow.Part> {

    private final Vault vault;

    UploadPartCopy(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String name() {
        return "UploadPartCopy";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(UploadPartCopyRequest in, Call call) {
        BucketRow target = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        CopySource source = CopySource.parse(call, in.copySource());
        BucketRow from = source.requireBucket(call, in.expectedSourceBucketOwner());
        ContextKeys keys =
                Uploads.encryption(call, in.bucket(), in.key(), in.uploadId()).build();
        return AuthorizationPlan.of(
                source.question(call, from, "GetObject"),
                Buckets.bucket(call, from, "ListBucket").advisory(),
                Buckets.object(call, target, "PutObject", in.key(), keys));
    }

    @Override
    public UploadRow.Part prepare(UploadPartCopyRequest in, Call call) {
        Writes.requireUnblocked(Buckets.find(call, in.bucket()), in.sseCustomerAlgorithm(), in.sseCustomerKey());
        CustomerKey customer =
                CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null);
        CustomerKey sourceCustomer = CustomerKey.of(
                in.copySourceSSECustomerAlgorithm(),
                in.copySourceSSECustomerKey(),
                in.copySourceSSECustomerKeyMD5(),
                null);
        UploadPart.requireNumber(in.partNumber());
        UploadRow upload = Uploads.require(call, in.bucket(), in.key(), in.uploadId());
        CopySource source = CopySource.parse(call, in.copySource());
        BucketRow from = source.requireBucket(call, null);
        ObjectRow row = source.requireObject(call);
        new CopySource.Conditions(
                        in.copySourceIfMatch(),
                        in.copySourceIfNoneMatch(),
                        in.copySourceIfModifiedSince(),
                        in.copySourceIfUnmodifiedSince())
                .require(row, call.now());
        long[] range = range(in.copySourceRange(), row.content().size());
        Vault.Keys sourceKey = vault.openKey(call, from, source.key(), row.content(), sourceCustomer);
        String encryption = upload.template().content().algorithm();
        BodyChecks checks = Writes.checks(encryption, BodyChecks.reckoned(upload.checksumAlgorithm()));
        try (InputStream stream = Bodies.open(sourceKey, row.content(), range[0], range[1])) {
            Content.Piece piece = vault.seal(call, Uploads.key(vault, call, upload, customer), stream, checks);
            Map<String, String> checksums = checks.finish(null);
            return new UploadRow.Part(Writes.etag(encryption, checks, call), call.now(), checksums, piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the copy begins in the source and how long it is. */
    private static long[] range(@Nullable String header, long size) {
        if (header == null) {
            if (size > Writes.MOST_BODY_BYTES) {
                throw S3Errors.invalidRequest(
                        "The specified copy source is larger than the maximum allowable size for a copy source: "
                                + Writes.MOST_BODY_BYTES);
            }
            return new long[] {0, size};
        }
        String[] ends = header.startsWith("bytes=") ? header.substring(6).split("-", -1) : new String[0];
        boolean form = ends.length == 2 && digits(ends[0]) && digits(ends[1]);
        if (!form || Long.parseLong(ends[0]) > Long.parseLong(ends[1])) {
            throw S3Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are"
                            + " the zero-based offsets of the first and last bytes to copy",
                    "x-amz-copy-source-range",
                    header);
        }
        long first = Long.parseLong(ends[0]);
        long last = Long.parseLong(ends[1]);
        if (first >= size) {
            throw S3Errors.invalidRequest("The specified copy range is invalid for the source object size");
        }
        if (last >= size) {
            throw S3Errors.invalidArgument(
                    "Range specified is not valid for source object of size: " + size,
                    "x-amz-copy-source-range",
                    header);
        }
        return new long[] {first, last - first + 1};
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public UploadPartCopyOutput commit(UploadPartCopyRequest in, UploadRow.Part part, WriteCall call) {
        UploadRow upload = Uploads.require(call, in.bucket(), in.key(), in.uploadId());
        call.tx().put(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId(), upload.with(in.partNumber(), part));
        Content content = upload.template().content();
        CopyPartResult result = CopyPartResult.builder()
                .eTag(part.etag())
                .lastModified(Times.shown(part.modified()))
                .build();
        boolean customer = content.isCustomers();
        return UploadPartCopyOutput.builder()
                .copySourceVersionId(CopySource.parse(call, in.copySource()).shownVersion(call))
                .copyPartResult(ChecksumMembers.with(result, upload.algorithm() == null ? Map.of() : part.checksums()))
                .sseCustomerAlgorithm(customer ? CustomerKey.AES256 : null)
                .sseCustomerKeyMD5(customer ? in.sseCustomerKeyMD5() : null)
                .serverSideEncryption(content.shownAlgorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .build();
    }
}
