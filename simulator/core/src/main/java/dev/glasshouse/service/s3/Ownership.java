package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Object Ownership: whether a bucket has ACLs, and who owns what others write into it. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Controlling ownership of
 * objects</a>.
 */
final class Ownership {

    static final String ENFORCED = "BucketOwnerEnforced";
    static final String PREFERRED = "BucketOwnerPreferred";

    private Ownership() {}

    static boolean disablesAcls(BucketRow bucket) {
        return ENFORCED.equals(bucket.ownership());
    }

    /**
     * Who owns an object that a caller writes; without a control it is the writer.
     *
     * @param canned the canned ACL that the object is written with, or null
     */
    static String ofWriter(Call call, BucketRow bucket, @Nullable String canned) {
        boolean handedOver = PREFERRED.equals(bucket.ownership()) && AclRequests.FULL_FOR_BUCKET_OWNER.equals(canned);
        boolean service = call.caller().kind() == Caller.Kind.SERVICE;
        return disablesAcls(bucket) || handedOver || service
                ? bucket.account()
                : call.caller().account();
    }
}
