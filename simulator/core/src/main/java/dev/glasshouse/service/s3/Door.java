package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.Allowance;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The door that every operation of S3 stands behind: it completes the operation's questions with what S3 adds to each,
 * namely the condition keys, the ACLs as a further way to be allowed, Block Public Access, access points and requester
 * pays. An operation's own plan says only which actions it needs on which resources. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html">How Amazon S3
 * authorizes a request</a>.
 */
final class Door {

    private static final String BUCKETS = "arn:aws:s3:::";

    /** What the owner's root user may do whatever the bucket's policy denies, so that nobody is locked out for good. */
    private static final Set<String> NEVER_LOCKED = Set.of("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy");

    private static final Set<String> CHANGES = Set.of("s3:PutObject", "s3:DeleteObject");

    private Door() {}

    /** The whole plan of an operation. */
    static AuthorizationPlan complete(String operation, ApiRecord input, Call call, AuthorizationPlan plan) {
        StrayFields.require(operation, call);
        RequestFacts facts = RequestFacts.of(operation, input);
        AccessPointRow point = AccessPoints.of(call, facts);
        if (point != null) {
            AccessPoints.requireReachable(call, point, facts);
        }
        String source = facts.header("x-amz-copy-source");
        AccessPointRow ofSource =
                source == null ? null : CopySource.point(call, source).orElse(null);
        if (ofSource != null) {
            AccessPoints.requireVpc(call, ofSource);
        }
        List<AuthorizationRequest> completed = new ArrayList<>(plan.requests().size());
        for (AuthorizationRequest asked : plan.requests()) {
            if (!asked.action().startsWith("s3:")) {
                completed.add(asked); // another service's action has none of S3's keys
                continue;
            }
            boolean read = ofSource != null && asked.action().startsWith("s3:GetObject");
            AccessPointRow by = read ? ofSource : point;
            AuthorizationRequest whole = complete(asked, facts, call, by);
            completed.add(whole);
            if (asked.role() == AuthorizationRequest.Role.REQUIRED) {
                completed.addAll(WriteRights.beside(whole, facts, call, by));
            }
        }
        compared(plan, facts, call, point).ifPresent(completed::add);
        return new AuthorizationPlan(completed);
    }

    /** Who writes or deletes an object only if it has an ETag must be allowed to read it. */
    private static Optional<AuthorizationRequest> compared(
            AuthorizationPlan plan, RequestFacts facts, Call call, @Nullable AccessPointRow point) {
        if (!WriteRights.comparesEtag(facts.header("if-match"))) {
            return Optional.empty();
        }
        return plan.requests().stream()
                .filter(asked -> CHANGES.contains(asked.action()))
                .findFirst()
                .map(change -> AuthorizationRequest.of("s3:GetObject", change.resource(), change.account())
                        .withResourcePolicy(change.resourcePolicy()))
                .map(read -> complete(read, facts, call, point));
    }

    /** A question about a bucket, an object or neither, with all that S3 adds. */
    static AuthorizationRequest complete(
            AuthorizationRequest asked, RequestFacts facts, Call call, @Nullable AccessPointRow point) {
        String action = asked.action().substring(asked.action().indexOf(':') + 1);
        ContextKeys.Builder keys = ConditionKeys.collect(call, action, facts, asked.keys());
        String path = path(asked.resource());
        int slash = path.indexOf('/');
        BucketRow bucket = call.state()
                .get(Buckets.TABLE, Scope.SANDBOX, slash < 0 ? path : path.substring(0, slash))
                .orElse(null);
        if (bucket == null || action.equals("CreateBucket")) {
            return asked.withKeys(keys.build());
        }
        RequesterPays.require(call, bucket, facts);
        @Nullable String key = key(asked.resource());
        keys.put("s3:ResourceAccount", bucket.account());
        Map<String, String> tags = BucketAbac.tags(call.state(), bucket);
        tags.forEach((name, value) -> keys.put("s3:BucketTag/" + name, value));
        AccessPointRow by = point != null && bucket.name().equals(point.bucket()) ? point : null;
        BucketRow.Block block = PublicAccess.of(call.state(), bucket, by);
        AuthorizationRequest completed =
                asked.withKeys(keys.build()).withResourceTags(tags).withPublicAccessRestricted(block.restrictBuckets());
        boolean root = call.caller().kind() == Caller.Kind.ROOT
                && call.caller().account().equals(bucket.account());
        if (root && NEVER_LOCKED.contains(action)) {
            return completed.withResourcePolicy(null);
        }
        AuthorizationRequest allowed = byAcl(completed, action, call, bucket, key, facts, block.ignoreAcls());
        return by == null ? allowed : AccessPoints.through(by, allowed, key);
    }

    private static String path(String resource) {
        return resource.startsWith(BUCKETS) ? resource.substring(BUCKETS.length()) : "";
    }

    /** The key of the object whose ARN it is; null for other ARNs. */
    static @Nullable String key(String resource) {
        String path = path(resource);
        int slash = path.indexOf('/');
        return slash < 0 ? null : path.substring(slash + 1);
    }

    /** Adds what ACLs allow. */
    private static AuthorizationRequest byAcl(
            AuthorizationRequest asked,
            String action,
            Call call,
            BucketRow bucket,
            @Nullable String key,
            RequestFacts facts,
            boolean ignores) {
        String ofObject = key == null ? null : AclRights.ofObject(action);
        if (key != null && ofObject != null) {
            ObjectRow row = Versions.object(call, bucket.name(), key, facts.version(bucket.name()))
                    .orElse(null);
            return row == null
                    ? ofNothing(asked, call, bucket, ofObject, ignores)
                    : AclRights.ask(asked, call, bucket, counted(AclRights.acl(bucket, row), ignores), ofObject, true);
        }
        if (AclRights.ofInitiator(action) && begun(call, bucket, facts)) {
            return asked.withAllowance(new Allowance("the initiation of the upload", Allowance.Reach.ACCOUNT));
        }
        String ofBucket = AclRights.ofBucket(action);
        return ofBucket == null
                ? asked
                : AclRights.ask(
                        asked, call, bucket, counted(BucketAccess.acl(call.state(), bucket), ignores), ofBucket, false);
    }

    /** A list as it counts: without what it gives to groups where Block Public Access ignores that. */
    private static Acl counted(Acl stored, boolean ignores) {
        return ignores ? stored.withoutPublic() : stored;
    }

    /** Who may list a bucket by its ACL learns that an object is not there. */
    private static AuthorizationRequest ofNothing(
            AuthorizationRequest asked, Call call, BucketRow bucket, String permission, boolean ignores) {
        Acl acl = counted(BucketAccess.acl(call.state(), bucket), ignores);
        return permission.equals(Acl.READ) && !acl.isPrivate()
                ? AclRights.ask(asked, call, bucket, acl, permission, false)
                : asked;
    }

    /** Whether the caller's account, which is not the bucket's owner, began the upload that a request is about. */
    private static boolean begun(Call call, BucketRow bucket, RequestFacts facts) {
        String account = call.caller().account();
        String id = facts.query().getOrDefault("uploadId", "");
        return !account.isEmpty()
                && !account.equals(bucket.account())
                && call.state()
                        .get(Buckets.UPLOADS, Scope.SANDBOX, id)
                        .map(upload -> upload.template().acl())
                        .filter(acl -> acl.owner().equals(account))
                        .isPresent();
    }
}
