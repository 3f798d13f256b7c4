package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.s3.UploadPartOutput;
import dev.glasshouse.api.s3.UploadPartRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores a part of a multipart upload. */
final class UploadPart implements StagedOperation<UploadPartRequest, UploadPartOutput, UploadRow.Part> {

    private static final int MOST_NUMBER = 10_000;

    private final Vault vault;

    UploadPart(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String name() {
        return "UploadPart";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(UploadPartRequest in, Call call) {
        return Uploads.planWrite(call, in.bucket(), in.key(), in.expectedBucketOwner(), in.uploadId());
    }

    @Override
    public UploadRow.Part prepare(UploadPartRequest in, Call call) {
        Writes.requireUnblocked(Buckets.find(call, in.bucket()), in.sseCustomerAlgorithm(), in.sseCustomerKey());
        CustomerKey customer =
                CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null);
        requireNumber(in.partNumber());
        UploadRow upload = Uploads.require(call, in.bucket(), in.key(), in.uploadId());
        String encryption = upload.template().content().algorithm();
        BodyChecks checks = Writes.checks(encryption, BodyChecks.of(call, upload.checksumAlgorithm()));
        requireChecksum(upload, checks.given());
        StreamingBody body = in.body();
        try (InputStream stream = Writes.open(call, body)) {
            Content.Piece piece = vault.seal(call, Uploads.key(vault, call, upload, customer), stream, checks);
            Map<String, String> checksums = checks.finish(body);
            return new UploadRow.Part(Writes.etag(encryption, checks, call), call.now(), checksums, piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checksum of the whole follows from those of the parts: where each part must bring one, or brings another. */
    private static void requireChecksum(UploadRow upload, @Nullable String given) {
        String expected = upload.algorithm();
        boolean needed = upload.template().checksumType().equals(PartChecksums.COMPOSITE);
        if (expected != null && (given == null ? needed : !given.equals(expected))) {
            throw PartChecksums.mismatch(expected, given);
        }
    }

    /** The checksum that came with the part, else the one that S3 has reckoned. */
    private static Map<String, String> shown(Call call, UploadRow.Part part) {
        String given = BodyChecks.of(call, null).given();
        String value = given == null ? null : part.checksums().get(given);
        return value == null ? part.checksums() : Map.of(given, value);
    }

    static void requireNumber(int number) {
        if (number < 1 || number > MOST_NUMBER) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    Integer.toString(number));
        }
    }

    @Override
    public UploadPartOutput commit(UploadPartRequest in, UploadRow.Part part, WriteCall call) {
        UploadRow upload = Uploads.require(call, in.bucket(), in.key(), in.uploadId());
        call.tx().put(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId(), upload.with(in.partNumber(), part));
        Content content = upload.template().content();
        boolean customer = content.isCustomers();
        UploadPartOutput answer = UploadPartOutput.builder()
                .eTag(part.etag())
                .sseCustomerAlgorithm(customer ? CustomerKey.AES256 : null)
                .sseCustomerKeyMD5(customer ? in.sseCustomerKeyMD5() : null)
                .serverSideEncryption(content.shownAlgorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .build();
        return ChecksumMembers.with(answer, shown(call, part));
    }
}
