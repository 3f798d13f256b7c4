package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CreateMultipartUploadOutput;
import dev.glasshouse.api.s3.CreateMultipartUploadRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.Map;

/** Begins a multipart upload; the data key for all of its parts is made here. */
final class CreateUpload
        implements StagedOperation<CreateMultipartUploadRequest, CreateMultipartUploadOutput, ObjectRow> {

    private final Vault vault;
    private final AclRequests acls;

    CreateUpload(Vault vault, AclRequests acls) {
        this.vault = vault;
        this.acls = acls;
    }

    @Override
    public String name() {
        return "CreateMultipartUpload";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(CreateMultipartUploadRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        Writes.requireKey(in.key());
        Map<String, String> tags = Tags.ofHeader(in.tagging());
        ContextKeys keys = Writes.keys(tags);
        AuthorizationRequest put = Buckets.object(call, bucket, "PutObject", in.key(), keys);
        return tags.isEmpty()
                ? AuthorizationPlan.of(put)
                : AuthorizationPlan.of(put, Buckets.object(call, bucket, "PutObjectTagging", in.key(), keys));
    }

    @Override
    public ObjectRow prepare(CreateMultipartUploadRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        if (call.caller().isAnonymous()) {
            throw S3Errors.of(
                    "AccessDenied", 403, "Anonymous users cannot initiate multipart uploads.  Please authenticate.");
        }
        Writes.requireUnblocked(bucket, in.sseCustomerAlgorithm(), in.sseCustomerKey());
        CustomerKey customer = CustomerKey.of(
                in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), in.serverSideEncryption());
        ObjectRow.Lock lock = ObjectLocks.ofWrite(
                call, in.bucket(), in.objectLockMode(), in.objectLockRetainUntilDate(), in.objectLockLegalHoldStatus());
        Acl acl = acls.ofWrite(call, bucket, name(), in, in.key());
        String checksumType = PartChecksums.type(in.checksumAlgorithm(), in.checksumType());
        Vault.Choice choice = Writes.choice(
                bucket,
                in.serverSideEncryption(),
                in.ssekmsKeyId(),
                in.ssekmsEncryptionContext(),
                in.bucketKeyEnabled(),
                customer);
        return Uploads.template(
                        call.now(),
                        in.storageClass(),
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
                        checksumType,
                        vault.newKey(call, bucket, in.key(), choice).content())
                .withLock(lock)
                .withAcl(acl);
    }

    @Override
    public CreateMultipartUploadOutput commit(CreateMultipartUploadRequest in, ObjectRow template, WriteCall call) {
        Buckets.require(call, in.bucket(), null);
        UploadRow.Asked asked = in.serverSideEncryption() == null
                ? null
                : new UploadRow.Asked(in.serverSideEncryption(), in.ssekmsKeyId());
        String id = call.ids().upperAlphanumeric("s3.upload", in.bucket() + "/" + in.key(), 64);
        call.tx()
                .put(
                        Buckets.UPLOADS,
                        Scope.SANDBOX,
                        id,
                        Uploads.begun(call, in.bucket(), in.key(), template, in.checksumAlgorithm(), asked));
        boolean customer = template.content().isCustomers();
        ObjectExpiry.Abort abort = ObjectExpiry.abort(call.state(), in.bucket(), in.key(), call.now());
        return CreateMultipartUploadOutput.builder()
                .abortDate(abort == null ? null : abort.date())
                .abortRuleId(abort == null ? null : abort.rule())
                .bucket(in.bucket())
                .key(in.key())
                .uploadId(id)
                .sseCustomerAlgorithm(customer ? CustomerKey.AES256 : null)
                .sseCustomerKeyMD5(customer ? in.sseCustomerKeyMD5() : null)
                .ssekmsEncryptionContext(template.content().keyArn() == null ? null : in.ssekmsEncryptionContext())
                .serverSideEncryption(template.content().shownAlgorithm())
                .ssekmsKeyId(template.content().keyArn())
                .bucketKeyEnabled(template.content().bucketKey() ? true : null)
                .checksumAlgorithm(in.checksumAlgorithm())
                .checksumType(in.checksumAlgorithm() == null ? null : template.checksumType())
                .build();
    }
}
