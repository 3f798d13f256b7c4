package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import org.jspecify.annotations.Nullable;

/**
 * Block Public Access: the switches of an account and of a bucket, of which each counts that either sets. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Blocking public
 * access</a>.
 */
final class PublicAccess {

    /** The switches of accounts, by account. */
    static final Table<String, BucketRow.Block> ACCOUNTS =
            Table.ofText("s3", "accountBlocks", RecordCodec.of(BucketRow.Block.class));

    private static final BucketRow.Block NONE = new BucketRow.Block(false, false, false, false);

    private PublicAccess() {}

    /** The switches that bear on a bucket. */
    static BucketRow.Block of(StateReader state, BucketRow bucket) {
        return either(ofAccount(state, bucket.account()), bucket.block());
    }

    /**
     * The switches that bear on a request to a bucket: those of the access point that it comes by, and of that one's account,
     * count too.
     */
    static BucketRow.Block of(StateReader state, BucketRow bucket, @Nullable AccessPointRow point) {
        BucketRow.Block own = of(state, bucket);
        return point == null ? own : either(own, either(ofAccount(state, point.account()), point.block()));
    }

    /** The switches of an account; all off where it has none. */
    static BucketRow.Block ofAccount(StateReader state, String account) {
        return state.get(ACCOUNTS, Scope.SANDBOX, account).orElse(NONE);
    }

    static BucketRow.Block either(BucketRow.Block one, BucketRow.@Nullable Block other) {
        return other == null
                ? one
                : new BucketRow.Block(
                        one.blockAcls() || other.blockAcls(),
                        one.ignoreAcls() || other.ignoreAcls(),
                        one.blockPolicy() || other.blockPolicy(),
                        one.restrictBuckets() || other.restrictBuckets());
    }

    /**
     * Refuses a public ACL where the switches do.
     *
     * @param action the action that would set it
     * @param resource the ARN of what it would be set on
     */
    static void requireUnblocked(Call call, BucketRow bucket, Acl acl, String action, String resource) {
        if (acl.isPublic()
                && of(call.state(), bucket, AccessPoints.addressed(call, bucket.name()))
                        .blockAcls()) {
            throw blocked(
                    call,
                    bucket.account(),
                    action,
                    resource,
                    "public access control lists (ACLs) are prevented by the BlockPublicAcls setting");
        }
    }

    /**
     * Refuses a public policy, of a bucket or of an access point, where the switches do.
     *
     * @param switches those that bear on the resource
     * @param owner the account of the resource
     * @param action the action that would set it
     * @param resource the ARN of what it would be set on
     */
    static void requireUnblocked(
            Call call, BucketRow.Block switches, String owner, PolicyDocument policy, String action, String resource) {
        if (switches.blockPolicy() && PublicPolicy.isPublic(policy)) {
            throw blocked(
                    call, owner, action, resource, "public policies are prevented by the BlockPublicPolicy setting");
        }
    }

    /** Why a call is refused: S3 says it to callers of the owner's account alone. */
    private static ServiceException blocked(Call call, String owner, String action, String resource, String what) {
        if (!call.caller().account().equals(owner)) {
            return S3Errors.accessDenied();
        }
        return S3Errors.of(
                "AccessDenied",
                403,
                "User: " + call.caller().arn() + " is not authorized to perform: s3:" + action + " on resource: \""
                        + resource + "\" because " + what + " in S3 Block Public Access.");
    }
}
