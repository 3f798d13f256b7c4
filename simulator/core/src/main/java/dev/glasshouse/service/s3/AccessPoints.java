package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Access points as requests name them and as they bear on a request's questions: both the access point and the bucket
 * behind it must allow. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html">Configuring IAM policies for
 * using access points</a>.
 */
final class AccessPoints {

    /** By account, Region and name, with slashes between. */
    static final Table<String, AccessPointRow> TABLE =
            Table.ofText("s3", "accessPoints", RecordCodec.of(AccessPointRow.class));

    static final String ALIAS_SUFFIX = "-s3alias";

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();
    private static final String ARN_TYPE = "accesspoint";

    /** The operations that reach a bucket by an access point; all others want the bucket's own name. */
    private static final Set<String> OPERATIONS = Set.of(
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjects",
            "DeleteObjectTagging",
            "GetBucketAcl",
            "GetBucketCors",
            "GetBucketLocation",
            "GetBucketNotificationConfiguration",
            "GetBucketPolicy",
            "GetObject",
            "GetObjectAcl",
            "GetObjectAttributes",
            "GetObjectLegalHold",
            "GetObjectRetention",
            "GetObjectTagging",
            "HeadBucket",
            "HeadObject",
            "ListMultipartUploads",
            "ListObjects",
            "ListObjectsV2",
            "ListObjectVersions",
            "ListParts",
            "PutObject",
            "PutObjectAcl",
            "PutObjectLegalHold",
            "PutObjectRetention",
            "PutObjectTagging",
            "RestoreObject",
            "UploadPart",
            "UploadPartCopy");

    private AccessPoints() {}

    static String key(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }

    private static Optional<AccessPointRow> find(StateReader state, Predicate<AccessPointRow> wanted) {
        return state.rows(TABLE, Scope.SANDBOX).values().stream().filter(wanted).findFirst();
    }

    /**
     * The access point that a name in a bucket's place stands for: its ARN, its alias, or the beginning of its host name;
     * empty where it is a bucket's.
     */
    static Optional<AccessPointRow> named(StateReader state, String name) {
        if (name.startsWith("arn:")) {
            String[] fields = name.split(":", 6);
            boolean point = fields.length == 6
                    && fields[2].equals("s3")
                    && fields[5].startsWith(ARN_TYPE)
                    && fields[5].length() > ARN_TYPE.length() + 1;
            return point
                    ? state.get(
                            TABLE, Scope.SANDBOX, key(fields[4], fields[3], fields[5].substring(ARN_TYPE.length() + 1)))
                    : Optional.empty();
        }
        if (name.endsWith(ALIAS_SUFFIX)) {
            return find(state, row -> row.alias().equals(name));
        }
        int dash = name.lastIndexOf('-');
        boolean label = dash > 0 && PolicyPrincipal.isAccount(name.substring(dash + 1));
        return label && state.get(Buckets.TABLE, Scope.SANDBOX, name).isEmpty()
                ? find(state, row -> row.hostLabel().equals(name))
                : Optional.empty();
    }

    /** The access point that a request addresses, or null. */
    static @Nullable AccessPointRow of(Call call, RequestFacts facts) {
        return facts.bucket() == null ? null : addressed(call, facts.bucket());
    }

    /** The access point by which a request addresses a bucket, or null. */
    static @Nullable AccessPointRow addressed(Call call, String bucket) {
        // a service that calls S3 names buckets; the request at hand is then that to the service
        if (!call.calledVia().isEmpty()) {
            return null;
        }
        String addressed = BucketHosts.bucket(call.http());
        return addressed.equals(bucket)
                ? null
                : named(call.state(), addressed)
                        .filter(row -> row.bucket().equals(bucket))
                        .orElse(null);
    }

    /** Whether a request names a bucket by an access point's alias. */
    static boolean isAlias(Call call, String bucket) {
        AccessPointRow point = addressed(call, bucket);
        return point != null && point.alias().equals(BucketHosts.bucket(call.http()));
    }

    /** Whether access points lead to a bucket. */
    static boolean lead(StateReader state, String bucket) {
        return find(state, row -> row.bucket().equals(bucket)).isPresent();
    }

    /** Refuses what an access point does not lead to, and callers who are not where it is reached from. */
    static void requireReachable(Call call, AccessPointRow point, RequestFacts facts) {
        if (!OPERATIONS.contains(facts.operation())) {
            throw S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    .with("Method", call.http().method())
                    .with("ResourceType", "ACCESSPOINT");
        }
        requireVpc(call, point);
    }

    /** Refuses callers who are not in the VPC that an access point is reached from. */
    static void requireVpc(Call call, AccessPointRow point) {
        if (point.vpc() != null && !point.vpc().equals(call.caller().vantage().vpc())) {
            throw S3Errors.accessDenied();
        }
    }

    static @Nullable Policy policy(AccessPointRow point) {
        return point.policy() == null
                ? null
                : new Policy("access point policy", null, DOCUMENTS.get(point.policy(), PolicyType.RESOURCE));
    }

    /**
     * A question about a bucket or an object in it, asked of the access point as well.
     *
     * @param key the object's key, or null for the bucket
     */
    static AuthorizationRequest through(AccessPointRow point, AuthorizationRequest asked, @Nullable String key) {
        ContextKeys.Builder keys = asked.keys().toBuilder()
                .put("s3:DataAccessPointArn", point.arn())
                .put("s3:DataAccessPointAccount", point.account())
                .put("s3:AccessPointNetworkOrigin", point.networkOrigin());
        point.tags().forEach((name, value) -> keys.put("s3:AccessPointTag/" + name, value));
        AuthorizationRequest onBucket = asked.withKeys(keys.build());
        AuthorizationRequest onPoint = AuthorizationRequest.of(
                        asked.action(), key == null ? point.arn() : point.arn() + "/object/" + key, point.account())
                .withKeys(onBucket.keys())
                .withResourceTags(point.tags())
                .withResourcePolicy(policy(point))
                .withPublicAccessRestricted(asked.publicAccessRestricted())
                .withRole(asked.role());
        return onBucket.withAlsoAsked(onPoint);
    }

    /** A bucket's name where a request has an access point in its place; the name itself else. */
    static String bucket(StateReader state, HttpRequest http, String name) {
        Optional<AccessPointRow> point = named(state, name);
        if (point.isEmpty() && (name.startsWith("arn:") || BucketHosts.isAccessPoint(http))) {
            throw S3Errors.noSuchAccessPoint(name);
        }
        return point.map(AccessPointRow::bucket).orElse(name);
    }
}
