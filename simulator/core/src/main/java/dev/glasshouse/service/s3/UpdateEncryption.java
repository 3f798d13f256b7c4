package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.SSEKMSEncryption;
import dev.glasshouse.api.s3.UpdateObjectEncryptionRequest;
import dev.glasshouse.api.s3.UpdateObjectEncryptionResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.Map;

/**
 * Puts an object's data key under another KMS key, without touching its body, its ETag or its date. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html">UpdateObjectEncryption</a>.
 */
final class UpdateEncryption
        implements StagedOperation<UpdateObjectEncryptionRequest, UpdateObjectEncryptionResponse, ObjectRow> {

    private final Vault vault;

    UpdateEncryption(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String name() {
        return "UpdateObjectEncryption";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(UpdateObjectEncryptionRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        return AuthorizationPlan.of(
                Buckets.version(call, bucket, "UpdateObjectEncryption", in.key(), in.versionId(), ContextKeys.EMPTY),
                Buckets.bucket(call, bucket, "ListBucket").advisory(),
                Buckets.version(call, bucket, "PutObject", in.key(), in.versionId(), ContextKeys.EMPTY));
    }

    @Override
    public ObjectRow prepare(UpdateObjectEncryptionRequest in, Call call) {
        SSEKMSEncryption asked = in.objectEncryption().ssekms();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        BucketRow bucket = Buckets.find(call, in.bucket());
        ObjectRow row = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        String now = row.content().algorithm();
        if (!now.equals("AES256") && !now.equals("aws:kms")) {
            throw S3Errors.accessDenied();
        }
        String[] parts = asked.kmsKeyArn().split(":", 6);
        if (parts.length != 6 || !parts[2].equals("kms") || !parts[5].startsWith("key/")) {
            throw S3Errors.invalidArgument("The KMS key must be given by its ARN", "KMSKeyArn", asked.kmsKeyArn());
        }
        Vault.Choice choice = new Vault.Choice(
                "aws:kms", asked.kmsKeyArn(), Boolean.TRUE.equals(asked.bucketKeyEnabled()), Map.of(), null);
        Vault.Keys keys = vault.openKey(call, bucket, in.key(), row.content(), null);
        Content rewrapped = vault.rewrap(call, bucket, in.key(), keys, choice);
        return row.withContent(rewrapped.withPieces(row.content().pieces()));
    }

    @Override
    public UpdateObjectEncryptionResponse commit(UpdateObjectEncryptionRequest in, ObjectRow prepared, WriteCall call) {
        ObjectRow now = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        if (now.order() != prepared.order()
                || !now.content().pieces().equals(prepared.content().pieces())) {
            throw S3Errors.of(
                    "OperationAborted",
                    409,
                    "A conflicting conditional operation is currently in progress against this resource. Please try"
                            + " again.");
        }
        Versions.replace(call, in.bucket(), in.key(), now.withContent(prepared.content()));
        return new UpdateObjectEncryptionResponse(null);
    }
}
