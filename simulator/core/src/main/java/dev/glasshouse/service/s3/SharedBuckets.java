package dev.glasshouse.service.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Buckets as resources that bucket policies, access control lists and access points share; a grant of a list stands as the
 * policy that it comes down to.
 */
final class SharedBuckets implements SharedResources {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, List<String>> ACTIONS = Map.of(
            Acl.READ, List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
            Acl.WRITE, List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
            Acl.READ_ACP, List.of("s3:GetBucketAcl"),
            Acl.WRITE_ACP, List.of("s3:PutBucketAcl"));

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (BucketRow bucket : state.rows(Buckets.TABLE, Scope.SANDBOX).values()) {
            List<Way> ways = new ArrayList<>();
            BucketRow.Block block = PublicAccess.of(state, bucket);
            if (bucket.policy() != null) {
                ways.add(new Way("POLICY", null, bucket.policy(), PolicyType.RESOURCE, block.restrictBuckets()));
            }
            for (Acl.Grant grant : BucketAccess.acl(state, bucket).grants()) {
                boolean counts = !grant.grantee().equals(bucket.account())
                        && !grant.grantee().equals(Acl.LOG_DELIVERY)
                        && !(grant.isPublic() && block.ignoreAcls());
                if (counts) {
                    ways.add(new Way("BUCKET_ACL", null, policy(bucket, grant), PolicyType.RESOURCE, false));
                }
            }
            for (AccessPointRow point :
                    state.rows(AccessPoints.TABLE, Scope.SANDBOX).values()) {
                String policy = point.policy();
                if (policy != null && point.bucket().equals(bucket.name()) && point.vpc() == null) {
                    boolean blocked = PublicAccess.either(block, point.block()).restrictBuckets();
                    ways.add(new Way("S3_ACCESS_POINT", point.arn(), policy, PolicyType.RESOURCE, blocked));
                }
            }
            all.add(new SharedResource(bucket.arn(), "AWS::S3::Bucket", bucket.account(), bucket.region(), ways));
        }
        return all;
    }

    private static String policy(BucketRow bucket, Acl.Grant grant) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putObject("Statement").put("Effect", "Allow");
        if (grant.isPublic()) {
            statement.put("Principal", "*");
        } else if (grant.isAccount()) {
            statement.putObject("Principal").put("AWS", grant.grantee());
        } else {
            statement.putObject("Principal").put("CanonicalUser", grant.grantee());
        }
        ACTIONS.forEach((permission, actions) -> {
            if (grant.gives(permission)) {
                actions.forEach(action -> statement.withArray("Action").add(action));
            }
        });
        statement.withArray("Resource").add(bucket.arn()).add(bucket.arn() + "/*");
        return policy.toString();
    }
}
