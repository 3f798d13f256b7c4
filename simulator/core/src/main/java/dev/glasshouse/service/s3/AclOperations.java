package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.AccessControlPolicy;
import dev.glasshouse.api.s3.GetBucketAclOutput;
import dev.glasshouse.api.s3.GetBucketAclRequest;
import dev.glasshouse.api.s3.GetObjectAclOutput;
import dev.glasshouse.api.s3.GetObjectAclRequest;
import dev.glasshouse.api.s3.Grant;
import dev.glasshouse.api.s3.Grantee;
import dev.glasshouse.api.s3.Owner;
import dev.glasshouse.api.s3.PutBucketAclRequest;
import dev.glasshouse.api.s3.PutObjectAclOutput;
import dev.glasshouse.api.s3.PutObjectAclRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists as they are where nobody may write any: the owner has full control. Lists that give rights to others
 * are not simulated yet.
 */
final class AclOperations {

    private AclOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketAcl",
                        (GetBucketAclRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "GetBucketAcl"),
                        (in, call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            return new GetBucketAclOutput(owner(bucket), grants(bucket));
                        }),
                change(
                        "PutBucketAcl",
                        (PutBucketAclRequest in, Call call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
                            return AuthorizationPlan.of(
                                    Buckets.on(call, bucket, "PutBucketAcl", bucket.arn(), keys(in.acl())));
                        },
                        (in, call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            requireAllowed(bucket, in.acl(), in.accessControlPolicy());
                            Writes.requireAcl(
                                    bucket,
                                    in.acl(),
                                    in.grantFullControl(),
                                    in.grantRead(),
                                    in.grantReadACP(),
                                    in.grantWrite(),
                                    in.grantWriteACP());
                        }),
                read(
                        "GetObjectAcl",
                        ObjectOperations.DATA.withReadOnly(true),
                        (GetObjectAclRequest in, Call call) -> ObjectOperations.planRead(
                                call, in.bucket(), in.key(), in.expectedBucketOwner(), in.versionId(), "GetObjectAcl"),
                        (in, call) -> {
                            ObjectOperations.require(call, in.bucket(), in.key(), in.versionId());
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            return new GetObjectAclOutput(owner(bucket), grants(bucket), null);
                        }),
                write(
                        "PutObjectAcl",
                        ObjectOperations.DATA,
                        (PutObjectAclRequest in, Call call) -> planObject(call, in),
                        (in, call) -> {
                            ObjectOperations.require(call, in.bucket(), in.key(), in.versionId());
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            if (!"bucket-owner-full-control".equals(in.acl())) {
                                requireAllowed(bucket, in.acl(), in.accessControlPolicy());
                            }
                            Writes.requireAcl(
                                    bucket,
                                    in.acl(),
                                    in.grantFullControl(),
                                    in.grantRead(),
                                    in.grantReadACP(),
                                    in.grantWrite(),
                                    in.grantWriteACP());
                            return new PutObjectAclOutput(null);
                        }));
    }

    private static AuthorizationPlan planObject(Call call, PutObjectAclRequest in) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        String action = in.versionId() == null ? "PutObjectAcl" : "PutObjectVersionAcl";
        AuthorizationRequest put = Buckets.object(call, bucket, action, in.key(), keys(in.acl()));
        return AuthorizationPlan.of(
                put, Buckets.bucket(call, bucket, "ListBucket").advisory());
    }

    private static ContextKeys keys(@Nullable String acl) {
        return ContextKeys.builder().put("s3:x-amz-acl", acl).build();
    }

    private static void requireAllowed(BucketRow bucket, @Nullable String acl, @Nullable AccessControlPolicy policy) {
        if ("BucketOwnerEnforced".equals(bucket.ownership())) {
            throw S3Errors.of("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
        }
        if (policy != null) {
            throw S3Errors.notSimulated("An access control list in a body");
        }
        if (acl == null) {
            throw S3Errors.of("MissingSecurityHeader", 400, "Your request was missing a required header");
        }
    }

    static Owner owner(BucketRow bucket) {
        return BucketOperations.owner(bucket.account());
    }

    private static List<Grant> grants(BucketRow bucket) {
        Grantee grantee =
                Grantee.builder().id(owner(bucket).id()).type("CanonicalUser").build();
        return List.of(new Grant(grantee, "FULL_CONTROL"));
    }
}
