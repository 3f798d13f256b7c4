package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.DeleteBucketOwnershipControlsRequest;
import dev.glasshouse.api.s3.DeleteBucketPolicyRequest;
import dev.glasshouse.api.s3.DeletePublicAccessBlockRequest;
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
import dev.glasshouse.api.s3.PutBucketOwnershipControlsRequest;
import dev.glasshouse.api.s3.PutBucketPolicyRequest;
import dev.glasshouse.api.s3.PutPublicAccessBlockRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies of buckets, their Block Public Access and their Object Ownership. */
final class AccessOperations {

    private final Principals principals;

    AccessOperations(Principals principals) {
        this.principals = principals;
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
                        (in, call) -> {
                            requireOwn(call, in.bucket());
                            return new GetBucketPolicyOutput(principals.shown(call, requirePolicy(call, in.bucket())));
                        }),
                change(
                        "PutBucketPolicy",
                        (PutBucketPolicyRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPolicy"),
                        this::putPolicy),
                change(
                        "DeleteBucketPolicy",
                        (DeleteBucketPolicyRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "DeleteBucketPolicy"),
                        (in, call) -> {
                            requireOwn(call, in.bucket());
                            put(call, Buckets.require(call, in.bucket(), null).withPolicy(null));
                        }),
                read(
                        "GetBucketPolicyStatus",
                        (GetBucketPolicyStatusRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketPolicyStatus"),
                        AccessOperations::policyStatus),
                read(
                        "GetPublicAccessBlock",
                        (GetPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketPublicAccessBlock"),
                        AccessOperations::getBlock),
                change(
                        "PutPublicAccessBlock",
                        (PutPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPublicAccessBlock"),
                        AccessOperations::putBlock),
                change(
                        "DeletePublicAccessBlock",
                        (DeletePublicAccessBlockRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketPublicAccessBlock"),
                        (in, call) -> put(
                                call, Buckets.require(call, in.bucket(), null).withBlock(null))),
                read(
                        "GetBucketOwnershipControls",
                        (GetBucketOwnershipControlsRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketOwnershipControls"),
                        AccessOperations::getOwnership),
                change(
                        "PutBucketOwnershipControls",
                        (PutBucketOwnershipControlsRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketOwnershipControls"),
                        AccessOperations::putOwnership),
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

    /** Another account does nothing with a bucket's policy, whatever it is allowed. */
    private static void requireOwn(Call call, String bucket) {
        Caller caller = call.caller();
        boolean own = caller.account().equals(Buckets.find(call, bucket).account());
        if (!own && caller.kind() != Caller.Kind.SERVICE) {
            throw S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    .with("Method", call.http().method())
                    .with("ResourceType", "BUCKETPOLICY");
        }
    }

    private void putPolicy(PutBucketPolicyRequest in, WriteCall call) {
        requireOwn(call, in.bucket());
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        PolicyDocument document = principals.validated(call, in.policy(), bucket.name());
        PublicAccess.requireUnblocked(
                call,
                PublicAccess.of(call.state(), bucket),
                bucket.account(),
                document,
                "PutBucketPolicy",
                bucket.arn());
        put(call, bucket.withPolicy(principals.kept(call, in.policy())));
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
        boolean empty = asked.blockPublicAcls() == null
                && asked.ignorePublicAcls() == null
                && asked.blockPublicPolicy() == null
                && asked.restrictPublicBuckets() == null;
        if (empty) {
            throw S3Errors.invalidRequest("Must specify at least one configuration.");
        }
        put(
                call,
                Buckets.require(call, in.bucket(), null)
                        .withBlock(new BucketRow.Block(
                                Boolean.TRUE.equals(asked.blockPublicAcls()),
                                Boolean.TRUE.equals(asked.ignorePublicAcls()),
                                Boolean.TRUE.equals(asked.blockPublicPolicy()),
                                Boolean.TRUE.equals(asked.restrictPublicBuckets()))));
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
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        String asked = rules.get(0).objectOwnership();
        if (asked.equals(Ownership.ENFORCED)
                && !BucketAccess.acl(call.state(), bucket).isPrivate()) {
            throw S3Errors.of(
                    "InvalidBucketAclWithObjectOwnership",
                    400,
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        put(call, bucket.withOwnership(asked));
    }
}
