package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be allowed beside a write for what its headers ask: an ACL or a lock. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required permissions for
 * Amazon S3 API operations</a>.
 */
final class WriteRights {

    private static final String PUT = "s3:PutObject";

    private WriteRights() {}

    /**
     * The questions beside that of a write, none for other questions.
     *
     * @param write the question whether the write may be done, whole
     * @param point the access point by which it is done, or null
     */
    static List<AuthorizationRequest> beside(
            AuthorizationRequest write, RequestFacts facts, Call call, @Nullable AccessPointRow point) {
        List<AuthorizationRequest> all = new ArrayList<>();
        if (write.action().equals(PUT)) {
            if (AclRequests.asks(facts)) {
                // an ACL that lets write lets set that of what is written
                all.add(also("PutObjectAcl", write, facts, call, point).withAllowance(write.alsoAllowedBy()));
            }
            if (facts.header("x-amz-object-lock-mode") != null
                    || facts.header("x-amz-object-lock-retain-until-date") != null) {
                all.add(also("PutObjectRetention", write, facts, call, point));
            }
            if (facts.header("x-amz-object-lock-legal-hold") != null) {
                all.add(also("PutObjectLegalHold", write, facts, call, point));
            }
        }
        return all;
    }

    /** Whether a condition tells of an object more than that it is there. */
    static boolean comparesEtag(@Nullable String ifMatch) {
        return ifMatch != null && !ifMatch.strip().equals("*");
    }

    private static AuthorizationRequest also(
            String action, AuthorizationRequest write, RequestFacts facts, Call call, @Nullable AccessPointRow point) {
        ContextKeys keys = ConditionKeys.collect(call, action, facts, write.keys())
                .put("s3:ResourceAccount", write.keys().single("s3:ResourceAccount"))
                .build();
        AuthorizationRequest asked = AuthorizationRequest.of("s3:" + action, write.resource(), write.account())
                .withKeys(keys)
                .withResourceTags(write.resourceTags())
                .withResourcePolicy(write.resourcePolicy())
                .withPublicAccessRestricted(write.publicAccessRestricted());
        return point == null ? asked : AccessPoints.through(point, asked, Door.key(write.resource()));
    }
}
