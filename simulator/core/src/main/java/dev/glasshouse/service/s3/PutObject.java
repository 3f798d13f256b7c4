package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.s3.PutObjectOutput;
import dev.glasshouse.api.s3.PutObjectRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores an object. See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>. */
final class PutObject implements StagedOperation<PutObjectRequest, PutObjectOutput, ObjectRow> {

    private final Vault vault;
    private final AclRequests acls;

    PutObject(Vault vault, AclRequests acls) {
        this.vault = vault;
        this.acls = acls;
    }

    @Override
    public String name() {
        return "PutObject";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(PutObjectRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        Writes.requireKey(in.key());
        Map<String, String> tags = Tags.ofHeader(in.tagging());
        ContextKeys keys = Writes.keys(tags);
        List<AuthorizationRequest> requests =
                new ArrayList<>(List.of(Buckets.object(call, bucket, "PutObject", in.key(), keys)));
        if (!tags.isEmpty()) {
            requests.add(Buckets.object(call, bucket, "PutObjectTagging", in.key(), keys));
        }
        return new AuthorizationPlan(requests);
    }

    @Override
    public ObjectRow prepare(PutObjectRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        Writes.requireUnblocked(bucket, in.sseCustomerAlgorithm(), in.sseCustomerKey());
        Writes.requireConditionForm(call, in.ifMatch(), in.ifNoneMatch());
        CustomerKey customer = CustomerKey.of(
                in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), in.serverSideEncryption());
        ObjectRow.Lock lock = ObjectLocks.ofWrite(
                call, in.bucket(), in.objectLockMode(), in.objectLockRetainUntilDate(), in.objectLockLegalHoldStatus());
        Acl acl = acls.ofWrite(call, bucket, name(), in, in.key());
        if (in.writeOffsetBytes() != null) {
            // AWS has it for directory buckets alone
            throw S3Errors.notImplemented("x-amz-write-offset-bytes");
        }
        Vault.Choice choice = Writes.choice(
                bucket,
                in.serverSideEncryption(),
                in.ssekmsKeyId(),
                in.ssekmsEncryptionContext(),
                in.bucketKeyEnabled(),
                customer);
        BodyChecks checks = Writes.checks(choice.algorithm(), BodyChecks.of(call, null));
        boolean locks = in.objectLockMode() != null || in.objectLockLegalHoldStatus() != null;
        if (locks && in.contentMD5() == null && checks.given() == null) {
            throw S3Errors.invalidRequest(
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests"
                            + " with Object Lock parameters");
        }
        Vault.DataKey key = vault.newKey(call, bucket, in.key(), choice);
        StreamingBody body = in.body();
        try (InputStream stream = Writes.open(call, body)) {
            Content.Piece piece = vault.seal(call, key.plain(), stream, checks);
            Map<String, String> checksums = checks.finish(body);
            return new ObjectRow(
                            Writes.etag(choice.algorithm(), checks, call),
                            call.now(),
                            Writes.storageClass(in.storageClass()),
                            Writes.headers(
                                    in.cacheControl(),
                                    in.contentDisposition(),
                                    in.contentEncoding(),
                                    in.contentLanguage(),
                                    in.contentType(),
                                    in.expires(),
                                    in.websiteRedirectLocation()),
                            Writes.metadata(in.metadata()),
                            Tags.ofHeader(in.tagging()),
                            checksums,
                            "FULL_OBJECT",
                            List.of(),
                            Writes.filled(key.content(), List.of(piece)))
                    .withLock(lock)
                    .withAcl(acl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PutObjectOutput commit(PutObjectRequest in, ObjectRow prepared, WriteCall call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        Writes.requireConditions(call, in.bucket(), in.key(), in.ifMatch(), in.ifNoneMatch());
        ObjectRow row = Versions.write(call, bucket, in.key(), prepared);
        Content content = row.content();
        boolean customer = content.isCustomers();
        PutObjectOutput answer = PutObjectOutput.builder()
                .expiration(ObjectExpiry.header(call.state(), in.bucket(), in.key(), row))
                .eTag(row.etag())
                .versionId(bucket.versioning().enabled() ? row.versionId() : null)
                .sseCustomerAlgorithm(customer ? CustomerKey.AES256 : null)
                .sseCustomerKeyMD5(customer ? in.sseCustomerKeyMD5() : null)
                .ssekmsEncryptionContext(content.keyArn() == null ? null : in.ssekmsEncryptionContext())
                .checksumType(row.checksumType())
                .serverSideEncryption(content.shownAlgorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .build();
        return ChecksumMembers.with(answer, row.checksums());
    }
}
