package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CreateBucketRequest;
import dev.glasshouse.call.Age;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.WriteCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach a new bucket: what its request says, else what AWS gave new buckets in the sandbox's age. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html">Default settings for new S3
 * buckets FAQ</a>.
 */
final class NewBuckets {

    private final AclRequests requests;

    NewBuckets(AclRequests requests) {
        this.requests = requests;
    }

    private static Age age(Call call) {
        return SandboxTraits.of(call.state()).age();
    }

    static BucketRow.@Nullable Block block(Call call) {
        return age(call) == Age.Y2022 ? null : BucketRow.Block.ALL;
    }

    /** Object Ownership; a bucket that is asked for with the list {@code private} has ACLs. */
    static @Nullable String ownership(Call call, CreateBucketRequest in) {
        if (in.objectOwnership() != null || age(call) == Age.Y2022) {
            return in.objectOwnership();
        }
        return "private".equals(in.acl()) ? Ownership.PREFERRED : Ownership.ENFORCED;
    }

    /** Default encryption, which all buckets have since January 2023; null before. */
    static BucketRow.@Nullable Encryption encryption(Call call) {
        return switch (age(call)) {
            case Y2022 -> null;
            case Y2023 -> BucketRow.Encryption.usual(List.of());
            case Y2026 -> BucketRow.Encryption.usual(List.of(BucketRow.Encryption.SSE_C));
        };
    }

    /**
     * Sets the ACL that a request asks for, or that of every bucket; a bucket that is made again gets it anew.
     *
     * @throws dev.glasshouse.call.ServiceException if the bucket's ownership or Block Public Access does not let it be
     */
    void putAcl(CreateBucketRequest in, WriteCall call, BucketRow bucket) {
        Acl acl = requests.ofHeaders(call.state(), RequestFacts.of("CreateBucket", in), bucket.account(), null)
                .orElse(Acl.ofOwner(bucket.account()));
        if (!acl.isPrivate() && Ownership.disablesAcls(bucket)) {
            throw S3Errors.of(
                            "InvalidBucketAclWithObjectOwnership",
                            400,
                            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
                    .with("BucketName", in.bucket());
        }
        if (acl.isPublic() && PublicAccess.of(call.state(), bucket).blockAcls()) {
            throw S3Errors.of(
                            "InvalidBucketAclWithBlockPublicAccessError",
                            400,
                            "Bucket cannot have public ACLs set with BlockPublicAccess enabled")
                    .with("BucketName", in.bucket());
        }
        BucketAccess.of(call.tx(), in.bucket())
                .withAcl(acl.isPrivate() ? null : acl)
                .put(call.tx(), in.bucket());
    }
}
