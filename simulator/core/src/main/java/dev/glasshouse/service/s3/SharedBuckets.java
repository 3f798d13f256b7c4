package dev.glasshouse.service.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buckets as resources that bucket policies, access control lists and access points share; a grant of a list stands as the
 * policy that it comes down to.
 */
final class SharedBuckets implements SharedResources {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final BucketRow.Block OPEN = new BucketRow.Block(false, false, false, false);

    private static final Map<String, List<String>> ACTIONS = Map.of(
            Acl.READ, List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
            Acl.WRITE, List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
            Acl.READ_ACP, List.of("s3:GetBucketAcl"),
            Acl.WRITE_ACP, List.of("s3:PutBucketAcl"));

    private final AclRequests requests;
    private final Identities identities;

    SharedBuckets(AclRequests requests, Identities identities) {
        this.requests = requests;
        this.identities = identities;
    }

    @Override
    public List<SharedResource> shared(StateReader state) {
        return state.rows(Buckets.TABLE, Scope.SANDBOX).values().stream()
                .map(bucket -> Facts.of(state, bucket, identities).shared())
                .toList();
    }

    @Override
    public Optional<SharedResource> proposed(StateReader state, Proposal proposal) {
        if (!(proposal instanceof Proposal.Bucket bucket)) {
            return Optional.empty();
        }
        BucketRow known = state.get(Buckets.TABLE, Scope.SANDBOX, bucket.arn().substring("arn:aws:s3:::".length()))
                .orElse(null);
        if (known != null && !known.account().equals(bucket.account())) {
            throw new IllegalArgumentException("the bucket belongs to another account");
        }
        Facts facts = known == null
                ? new Facts(bucket.arn(), bucket.account(), bucket.region(), "", List.of(), OPEN, List.of())
                : Facts.of(state, known, identities);
        List<Proposal.ListGrant> list = bucket.list();
        List<Acl.Grant> grants = list == null
                ? facts.grants()
                : list.stream().map(grant -> grant(state, grant)).toList();
        return Optional.of(facts.with(state, bucket, grants).shared());
    }

    /** An access point: what of Block Public Access it has itself. */
    private record Point(String arn, String policy, BucketRow.Block block, boolean internet) {}

    /** How a bucket is shared: its policy is empty where it has none, and the account's Block Public Access is in its own. */
    private record Facts(
            String arn,
            String account,
            String region,
            String policy,
            List<Acl.Grant> grants,
            BucketRow.Block block,
            List<Point> points) {

        static Facts of(StateReader state, BucketRow bucket, Identities identities) {
            return new Facts(
                    bucket.arn(),
                    bucket.account(),
                    bucket.region(),
                    text(state, bucket.policy(), identities),
                    BucketAccess.acl(state, bucket).grants(),
                    PublicAccess.of(state, bucket),
                    state.rows(AccessPoints.TABLE, Scope.SANDBOX).values().stream()
                            .filter(point -> point.bucket().equals(bucket.name()))
                            .map(point -> new Point(
                                    point.arn(),
                                    text(state, point.policy(), identities),
                                    point.block(),
                                    point.vpc() == null))
                            .toList());
        }

        /** A kept policy as it is given back; empty where there is none. */
        private static String text(StateReader state, @Nullable String policy, Identities identities) {
            return policy == null ? "" : identities.shown(state, policy);
        }

        Facts with(StateReader state, Proposal.Bucket proposed, List<Acl.Grant> list) {
            Map<String, Proposal.Point> others = proposed.points();
            Proposal.Block own = proposed.block();
            return new Facts(
                    arn,
                    account,
                    region,
                    proposed.policy() == null ? policy : proposed.policy(),
                    list,
                    PublicAccess.either(PublicAccess.ofAccount(state, account), own == null ? block : switches(own)),
                    others == null
                            ? points
                            : others.entrySet().stream()
                                    .map(entry -> point(entry.getKey(), entry.getValue()))
                                    .toList());
        }

        private Point point(String name, Proposal.Point proposed) {
            Point known = points.stream()
                    .filter(one -> one.arn().equals(name))
                    .findFirst()
                    .orElse(new Point(name, "", BucketRow.Block.ALL, true));
            Proposal.Block own = proposed.block();
            return new Point(
                    name,
                    proposed.policy() == null ? known.policy() : proposed.policy(),
                    own == null ? known.block() : switches(own),
                    proposed.internet() == null ? known.internet() : proposed.internet());
        }

        SharedResource shared() {
            List<Way> ways = new ArrayList<>();
            if (!policy.isEmpty()) {
                ways.add(new Way("POLICY", null, policy, PolicyType.RESOURCE, block.restrictBuckets()));
            }
            for (Acl.Grant grant : grants) {
                if (!grant.grantee().equals(account) && !grant.grantee().equals(Acl.LOG_DELIVERY)) {
                    boolean ignored = grant.isPublic() && block.ignoreAcls();
                    ways.add(new Way(
                            "BUCKET_ACL", null, SharedBuckets.policy(arn, grant), PolicyType.RESOURCE, ignored));
                }
            }
            for (Point point : points) {
                if (!point.policy().isEmpty() && point.internet()) {
                    boolean blocked = PublicAccess.either(block, point.block()).restrictBuckets();
                    ways.add(new Way("S3_ACCESS_POINT", point.arn(), point.policy(), PolicyType.RESOURCE, blocked));
                }
            }
            return new SharedResource(arn, "AWS::S3::Bucket", account, region, ways);
        }
    }

    private Acl.Grant grant(StateReader state, Proposal.ListGrant grant) {
        return new Acl.Grant(requests.named(state, grant.grantee()).orElse(grant.grantee()), grant.permission());
    }

    private static BucketRow.Block switches(Proposal.Block block) {
        return new BucketRow.Block(false, block.ignoreLists(), false, block.restrictPolicies());
    }

    private static String policy(String bucket, Acl.Grant grant) {
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
        statement.withArray("Resource").add(bucket).add(bucket + "/*");
        return policy.toString();
    }
}
