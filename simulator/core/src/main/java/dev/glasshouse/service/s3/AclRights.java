package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.Allowance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ACLs allow: which permission stands for which actions, and who has it. Policies that deny come first, whatever an
 * ACL says. See <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions">What
 * permissions can I grant?</a>.
 */
final class AclRights {

    private static final Map<String, String> OF_BUCKET = Map.of(
            "ListBucket", Acl.READ,
            "ListBucketVersions", Acl.READ,
            "ListBucketMultipartUploads", Acl.READ,
            "PutObject", Acl.WRITE,
            "DeleteObject", Acl.WRITE,
            "GetBucketAcl", Acl.READ_ACP,
            "PutBucketAcl", Acl.WRITE_ACP);

    private static final Map<String, String> OF_OBJECT = Map.of(
            "GetObject", Acl.READ,
            "GetObjectVersion", Acl.READ,
            "GetObjectAttributes", Acl.READ,
            "GetObjectVersionAttributes", Acl.READ,
            "GetObjectTorrent", Acl.READ,
            "GetObjectAcl", Acl.READ_ACP,
            "GetObjectVersionAcl", Acl.READ_ACP,
            "PutObjectAcl", Acl.WRITE_ACP,
            "PutObjectVersionAcl", Acl.WRITE_ACP);

    private AclRights() {}

    /** Whether who began a multipart upload may do it whatever the bucket's ACL says. */
    static boolean ofInitiator(String action) {
        return action.equals("AbortMultipartUpload") || action.equals("ListMultipartUploadParts");
    }

    /** The permission on a bucket that an action needs; null where no ACL gives it. */
    static @Nullable String ofBucket(String action) {
        return OF_BUCKET.get(action);
    }

    /** The permission on an object that an action needs; null where no ACL of an object gives it. */
    static @Nullable String ofObject(String action) {
        return OF_OBJECT.get(action);
    }

    /** An object's list as it counts: where ACLs are disabled, the full control of the bucket's owner. */
    static Acl acl(BucketRow bucket, ObjectRow row) {
        Acl acl = row.acl();
        return acl == null || Ownership.disablesAcls(bucket) ? Acl.ofOwner(bucket.account()) : acl;
    }

    /** Whether a list gives the bucket's owner full control and nobody else but its owner anything. */
    static boolean fullForBucketOwner(Acl acl, BucketRow bucket) {
        return acl.grants().stream()
                        .anyMatch(grant -> grant.permission().equals(Acl.FULL_CONTROL)
                                && grant.grantee().equals(bucket.account()))
                && acl.grants().stream()
                        .allMatch(grant -> grant.grantee().equals(bucket.account())
                                || grant.grantee().equals(acl.owner()));
    }

    /**
     * A question with what an ACL allows.
     *
     * @param acl the list as it counts under Block Public Access
     * @param permission the permission that the action needs
     * @param object whether the list is an object's
     */
    static AuthorizationRequest ask(
            AuthorizationRequest asked, Call call, BucketRow bucket, Acl acl, String permission, boolean object) {
        AuthorizationRequest request = asked;
        boolean foreign = object && !acl.owner().equals(bucket.account());
        if (foreign) {
            // a bucket's policy gives no rights to objects that its owner does not own; what it denies is denied
            request = request.withAccount(acl.owner())
                    .withKeys(asked.keys().toBuilder()
                            .put("aws:ResourceAccount", bucket.account())
                            .build())
                    .withResourcePolicy(Buckets.denials(bucket));
        }
        Caller caller = call.caller();
        boolean iam = !caller.isAnonymous() && caller.kind() != Caller.Kind.SERVICE;
        if (caller.kind() == Caller.Kind.SERVICE) {
            return acl.givesToService(permission, caller.name())
                    ? request.withAllowance(allowance(asked, Allowance.Reach.CALLER))
                    : request;
        }
        boolean owners = caller.account().equals(acl.owner());
        if (acl.givesToGroup(permission, caller.isAnonymous())) {
            return request.withAllowance(allowance(asked, Allowance.Reach.CALLER));
        }
        if (iam && !owners && acl.givesToAccount(permission, caller.account())) {
            return request.withAllowance(allowance(asked, Allowance.Reach.ACCOUNT));
        }
        // owners may always read and write the list itself, even where it gives them nothing else
        boolean ownersRight = permission.equals(Acl.READ_ACP) || permission.equals(Acl.WRITE_ACP);
        return iam && owners && !ownersRight && !acl.givesToAccount(permission, caller.account())
                ? request.withModel(AccessModel.RESOURCE_SIDE)
                : request;
    }

    private static Allowance allowance(AuthorizationRequest asked, Allowance.Reach reach) {
        return new Allowance("the ACL of " + asked.resource(), reach);
    }
}
