package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.BlockedEncryptionTypes;
import dev.glasshouse.api.s3.DeleteBucketEncryptionRequest;
import dev.glasshouse.api.s3.DeleteBucketOwnershipControlsRequest;
import dev.glasshouse.api.s3.DeleteBucketPolicyRequest;
import dev.glasshouse.api.s3.DeletePublicAccessBlockRequest;
import dev.glasshouse.api.s3.GetBucketEncryptionOutput;
import dev.glasshouse.api.s3.GetBucketEncryptionRequest;
import dev.glasshouse.api.s3.GetBucketOwnershipControlsOutput;
import dev.glasshouse.api.s3.GetBucketOwnershipControlsRequest;
import dev.glasshouse.api.s3.GetBucketPolicyOutput;
import dev.glasshouse.api.s3.GetBucketPolicyRequest;
import dev.glasshouse.api.s3.GetBucketPolicyStatusOutput;
import dev.glasshouse.api.s3.GetBucketPolicyStatusRequest;
import dev.glasshouse.api.s3.GetPublicAccessBlockOutput;
import dev.glasshouse.api.s3.GetPublicAccessBlockRequest;
import dev.glasshouse.api.s3.OwnershipControls;
import dev.glasshouse.api.s3.OwnershipControlsRule;
import dev.glasshouse.api.s3.PolicyStatus;
import dev.glasshouse.api.s3.PublicAccessBlockConfiguration;
import dev.glasshouse.api.s3.PutBucketEncryptionRequest;
import dev.glasshouse.api.s3.PutBucketOwnershipControlsRequest;
import dev.glasshouse.api.s3.PutBucketPolicyRequest;
import dev.glasshouse.api.s3.PutPublicAccessBlockRequest;
import dev.glasshouse.api.s3.ServerSideEncryptionByDefault;
import dev.glasshouse.api.s3.ServerSideEncryptionConfiguration;
import dev.glasshouse.api.s3.ServerSideEncryptionRule;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies and settings of buckets. */
final class SettingOperations {

    private final Identities identities;

    SettingOperations(Identities identities) {
        this.identities = identities;
    }

    private static AuthorizationPlan plan(Call call, String bucket, @Nullable String expectedOwner, String action) {
        return Buckets.plan(call, Buckets.require(call, bucket, expectedOwner), action);
    }

    private static void put(WriteCall call, BucketRow row) {
        call.tx().put(Buckets.TABLE, Scope.SANDBOX, row.name(), row);
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketPolicy",
                        (GetBucketPolicyRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketPolicy"),
                        (in, call) -> new GetBucketPolicyOutput(requirePolicy(call, in.bucket()))),
                change(
                        "PutBucketPolicy",
                        (PutBucketPolicyRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPolicy"),
                        this::putPolicy),
                change(
                        "DeleteBucketPolicy",
                        (DeleteBucketPolicyRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "DeleteBucketPolicy"),
                        (in, call) -> put(
                                call, Buckets.require(call, in.bucket(), null).withPolicy(null))),
                read(
                        "GetBucketPolicyStatus",
                        (GetBucketPolicyStatusRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketPolicyStatus"),
                        SettingOperations::policyStatus),
                read(
                        "GetPublicAccessBlock",
                        (GetPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketPublicAccessBlock"),
                        SettingOperations::getBlock),
                change(
                        "PutPublicAccessBlock",
                        (PutPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPublicAccessBlock"),
                        SettingOperations::putBlock),
                change(
                        "DeletePublicAccessBlock",
                        (DeletePublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPublicAccessBlock"),
                        (in, call) -> put(
                                call, Buckets.require(call, in.bucket(), null).withBlock(null))),
                read(
                        "GetBucketEncryption",
                        (GetBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetEncryptionConfiguration"),
                        SettingOperations::getEncryption),
                change(
                        "PutBucketEncryption",
                        (PutBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutEncryptionConfiguration"),
                        SettingOperations::putEncryption),
                change(
                        "DeleteBucketEncryption",
                        (DeleteBucketEncryptionRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutEncryptionConfiguration"),
                        (in, call) -> put(
                                call,
                                Buckets.require(call, in.bucket(), null).withEncryption(BucketRow.Encryption.USUAL))),
                read(
                        "GetBucketOwnershipControls",
                        (GetBucketOwnershipControlsRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketOwnershipControls"),
                        SettingOperations::getOwnership),
                change(
                        "PutBucketOwnershipControls",
                        (PutBucketOwnershipControlsRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketOwnershipControls"),
                        SettingOperations::putOwnership),
                change(
                        "DeleteBucketOwnershipControls",
                        (DeleteBucketOwnershipControlsRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketOwnershipControls"),
                        (in, call) -> put(
                                call, Buckets.require(call, in.bucket(), null).withOwnership(null))));
    }

    private static String requirePolicy(Call call, String bucket) {
        String policy = Buckets.require(call, bucket, null).policy();
        if (policy == null) {
            throw S3Errors.of("NoSuchBucketPolicy", 404, "The bucket policy does not exist")
                    .with("BucketName", bucket);
        }
        return policy;
    }

    private void putPolicy(PutBucketPolicyRequest in, WriteCall call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        PolicyDocument document;
        try {
            document = PolicyValidator.validateBucket(
                    in.policy(), in.bucket(), principal -> identities.exists(call.state(), principal));
        } catch (PolicyRejectedException e) {
            throw S3Errors.of("MalformedPolicy", 400, e.text());
        }
        BucketRow.Block block = bucket.block();
        if (block != null && block.blockPolicy() && PublicPolicy.isPublic(document)) {
            throw S3Errors.of(
                    "AccessDenied",
                    403,
                    "User: " + call.caller().arn() + " is not authorized to perform: s3:PutBucketPolicy on resource: \""
                            + bucket.arn() + "\" because public policies are prevented by the BlockPublicPolicy setting"
                            + " in S3 Block Public Access.");
        }
        put(call, bucket.withPolicy(in.policy()));
    }

    private static GetBucketPolicyStatusOutput policyStatus(GetBucketPolicyStatusRequest in, Call call) {
        requirePolicy(call, in.bucket());
        Policy policy = Buckets.policy(Buckets.require(call, in.bucket(), null));
        return new GetBucketPolicyStatusOutput(
                new PolicyStatus(policy != null && PublicPolicy.isPublic(policy.document())));
    }

    private static GetPublicAccessBlockOutput getBlock(GetPublicAccessBlockRequest in, Call call) {
        BucketRow.Block block = Buckets.require(call, in.bucket(), null).block();
        if (block == null) {
            throw S3Errors.of(
                            "NoSuchPublicAccessBlockConfiguration",
                            404,
                            "The public access block configuration was not found")
                    .with("BucketName", in.bucket());
        }
        return new GetPublicAccessBlockOutput(new PublicAccessBlockConfiguration(
                block.blockAcls(), block.ignoreAcls(), block.blockPolicy(), block.restrictBuckets()));
    }

    private static void putBlock(PutPublicAccessBlockRequest in, WriteCall call) {
        PublicAccessBlockConfiguration asked = in.publicAccessBlockConfiguration();
        put(
                call,
                Buckets.require(call, in.bucket(), null)
                        .withBlock(new BucketRow.Block(
                                Boolean.TRUE.equals(asked.blockPublicAcls()),
                                Boolean.TRUE.equals(asked.ignorePublicAcls()),
                                Boolean.TRUE.equals(asked.blockPublicPolicy()),
                                Boolean.TRUE.equals(asked.restrictPublicBuckets()))));
    }

    private static GetBucketEncryptionOutput getEncryption(GetBucketEncryptionRequest in, Call call) {
        BucketRow.Encryption encryption =
                Buckets.require(call, in.bucket(), null).encryption();
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
        ServerSideEncryptionByDefault asked =
                rules.size() == 1 ? rules.get(0).applyServerSideEncryptionByDefault() : null;
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        String algorithm = asked.sseAlgorithm();
        if (algorithm.equals("aws:kms:dsse")) {
            throw S3Errors.notSimulated("Dual-layer encryption");
        }
        if (algorithm.equals("AES256") && asked.kmsMasterKeyID() != null) {
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
                        asked.kmsMasterKeyID(),
                        Boolean.TRUE.equals(rules.get(0).bucketKeyEnabled()),
                        blocked(rules.get(0), bucket.encryption().blocked()))));
    }

    /** What a rule blocks: {@code NONE} lifts the block, and a rule that is silent leaves it. */
    private static List<String> blocked(ServerSideEncryptionRule rule, List<String> before) {
        BlockedEncryptionTypes types = rule.blockedEncryptionTypes();
        if (types == null || types.encryptionType() == null) {
            return before;
        }
        return types.encryptionType().stream()
                .filter(type -> !type.equals("NONE"))
                .toList();
    }

    private static GetBucketOwnershipControlsOutput getOwnership(GetBucketOwnershipControlsRequest in, Call call) {
        String ownership = Buckets.require(call, in.bucket(), null).ownership();
        if (ownership == null) {
            throw S3Errors.of("OwnershipControlsNotFoundError", 404, "The bucket ownership controls were not found")
                    .with("BucketName", in.bucket());
        }
        return new GetBucketOwnershipControlsOutput(
                new OwnershipControls(List.of(new OwnershipControlsRule(ownership))));
    }

    private static void putOwnership(PutBucketOwnershipControlsRequest in, WriteCall call) {
        List<OwnershipControlsRule> rules = in.ownershipControls().rules();
        if (rules.size() != 1) {
            throw S3Errors.malformedXml();
        }
        put(
                call,
                Buckets.require(call, in.bucket(), null)
                        .withOwnership(rules.get(0).objectOwnership()));
    }
}
