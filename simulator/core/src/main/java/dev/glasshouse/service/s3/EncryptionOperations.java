package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.BlockedEncryptionTypes;
import dev.glasshouse.api.s3.DeleteBucketEncryptionRequest;
import dev.glasshouse.api.s3.GetBucketEncryptionOutput;
import dev.glasshouse.api.s3.GetBucketEncryptionRequest;
import dev.glasshouse.api.s3.PutBucketEncryptionRequest;
import dev.glasshouse.api.s3.ServerSideEncryptionByDefault;
import dev.glasshouse.api.s3.ServerSideEncryptionConfiguration;
import dev.glasshouse.api.s3.ServerSideEncryptionRule;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Default encryption of buckets. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html">Setting default server-side
 * encryption behavior</a>.
 */
final class EncryptionOperations {

    /** What can be the default of a general purpose bucket. */
    private static final Set<String> DEFAULTS = Set.of("AES256", "aws:kms", "aws:kms:dsse");

    private EncryptionOperations() {}

    private static AuthorizationPlan plan(Call call, String bucket, @Nullable String expectedOwner, String action) {
        return Buckets.plan(call, Buckets.require(call, bucket, expectedOwner), action);
    }

    private static void put(WriteCall call, BucketRow row) {
        call.tx().put(Buckets.TABLE, Scope.SANDBOX, row.name(), row);
    }

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketEncryption",
                        (GetBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetEncryptionConfiguration"),
                        EncryptionOperations::getEncryption),
                change(
                        "PutBucketEncryption",
                        (PutBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutEncryptionConfiguration"),
                        EncryptionOperations::putEncryption),
                change(
                        "DeleteBucketEncryption",
                        (DeleteBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutEncryptionConfiguration"),
                        EncryptionOperations::deleteEncryption));
    }

    /** A bucket without a configuration is encrypted as new ones are; what it blocks stays. */
    private static void deleteEncryption(DeleteBucketEncryptionRequest in, WriteCall call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        boolean encrypts = NewBuckets.encryption(call) != null;
        put(call, bucket.withEncryption(encrypts ? BucketRow.Encryption.usual(bucket.blocked()) : null));
    }

    private static GetBucketEncryptionOutput getEncryption(GetBucketEncryptionRequest in, Call call) {
        BucketRow.Encryption encryption =
                Buckets.require(call, in.bucket(), null).encryption();
        if (encryption == null) {
            throw S3Errors.of(
                            "ServerSideEncryptionConfigurationNotFoundError",
                            404,
                            "The server side encryption configuration was not found")
                    .with("BucketName", in.bucket());
        }
        return new GetBucketEncryptionOutput(
                new ServerSideEncryptionConfiguration(List.of(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(
                                new ServerSideEncryptionByDefault(encryption.algorithm(), encryption.keyId()))
                        .bucketKeyEnabled(encryption.bucketKey())
                        .blockedEncryptionTypes(
                                encryption.blocked().isEmpty()
                                        ? null
                                        : new BlockedEncryptionTypes(encryption.blocked()))
                        .build())));
    }

    private static void putEncryption(PutBucketEncryptionRequest in, WriteCall call) {
        List<ServerSideEncryptionRule> rules =
                in.serverSideEncryptionConfiguration().rules();
        ServerSideEncryptionRule rule = rules.size() == 1 ? rules.get(0) : null;
        boolean empty = rule == null
                || rule.applyServerSideEncryptionByDefault() == null
                        && rule.bucketKeyEnabled() == null
                        && rule.blockedEncryptionTypes() == null;
        if (rule == null || empty) {
            throw S3Errors.malformedXml();
        }
        // a rule that only blocks, or only speaks of bucket keys, leaves SSE-S3 as the default
        ServerSideEncryptionByDefault asked = rule.applyServerSideEncryptionByDefault() == null
                ? new ServerSideEncryptionByDefault("AES256", null)
                : rule.applyServerSideEncryptionByDefault();
        String algorithm = asked.sseAlgorithm();
        if (!DEFAULTS.contains(algorithm)) {
            throw S3Errors.invalidArgument(
                    "The encryption method specified is not supported", "SSEAlgorithm", algorithm);
        }
        String key = asked.kmsMasterKeyID() == null || asked.kmsMasterKeyID().isEmpty() ? null : asked.kmsMasterKeyID();
        if (algorithm.equals("AES256") && key != null) {
            throw S3Errors.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                    "ApplyServerSideEncryptionByDefault",
                    "");
        }
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        put(
                call,
                bucket.withEncryption(new BucketRow.Encryption(
                        algorithm,
                        key,
                        Boolean.TRUE.equals(rule.bucketKeyEnabled()),
                        blocked(rule, bucket.blocked()),
                        true)));
    }

    /** What a rule blocks: {@code NONE} lifts the block, alone, and is shown; a rule that is silent leaves it. */
    private static List<String> blocked(ServerSideEncryptionRule rule, List<String> before) {
        BlockedEncryptionTypes types = rule.blockedEncryptionTypes();
        List<String> asked = types == null ? List.of() : Records.list(types.encryptionType());
        if (asked.size() > 1) {
            throw S3Errors.malformedXml();
        }
        return asked.isEmpty() ? before : asked;
    }
}
