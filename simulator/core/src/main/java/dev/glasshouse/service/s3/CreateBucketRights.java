package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CreateBucketConfiguration;
import dev.glasshouse.api.s3.CreateBucketRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be allowed to make a bucket: to make it, and whatever else the request sets at once. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>.
 */
final class CreateBucketRights {

    private CreateBucketRights() {}

    /**
     * The questions, in the order in which they are asked.
     *
     * @param tags the tags of the new bucket, or null
     */
    static AuthorizationPlan plan(CreateBucketRequest in, Call call, @Nullable Map<String, String> tags) {
        if (call.caller().isAnonymous()) {
            throw S3Errors.accessDenied();
        }
        CreateBucketConfiguration configuration = in.createBucketConfiguration();
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("s3:LocationConstraint", configuration == null ? null : configuration.locationConstraint());
        if (tags != null) {
            tags.forEach((name, value) -> keys.put("aws:RequestTag/" + name, value));
            keys.putAll("aws:TagKeys", List.copyOf(tags.keySet()));
        }
        AuthorizationRequest create = AuthorizationRequest.of(
                        "s3:CreateBucket",
                        "arn:aws:s3:::" + in.bucket(),
                        call.caller().account())
                .withKeys(keys.build());
        List<AuthorizationRequest> all = new ArrayList<>(List.of(create));
        if (tags != null) {
            all.add(also(create, "s3:TagResource").withKeys(create.keys()));
        }
        // the list "private" is what every bucket has, so that nobody need be allowed to set it
        if (AclRequests.asks(RequestFacts.of("CreateBucket", in)) && !"private".equals(in.acl())) {
            all.add(also(create, "s3:PutBucketAcl"));
        }
        if (in.objectOwnership() != null) {
            all.add(also(create, "s3:PutBucketOwnershipControls"));
        }
        if (Boolean.TRUE.equals(in.objectLockEnabledForBucket())) {
            all.add(also(create, "s3:PutBucketObjectLockConfiguration"));
            all.add(also(create, "s3:PutBucketVersioning"));
        }
        return AuthorizationPlan.of(all.toArray(new AuthorizationRequest[0]));
    }

    private static AuthorizationRequest also(AuthorizationRequest create, String action) {
        return AuthorizationRequest.of(action, create.resource(), create.account());
    }
}
