package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3control.AccessPoint;
import dev.glasshouse.api.s3control.CreateAccessPointRequest;
import dev.glasshouse.api.s3control.CreateAccessPointResult;
import dev.glasshouse.api.s3control.DeleteAccessPointPolicyRequest;
import dev.glasshouse.api.s3control.DeleteAccessPointRequest;
import dev.glasshouse.api.s3control.GetAccessPointPolicyRequest;
import dev.glasshouse.api.s3control.GetAccessPointPolicyResult;
import dev.glasshouse.api.s3control.GetAccessPointPolicyStatusRequest;
import dev.glasshouse.api.s3control.GetAccessPointPolicyStatusResult;
import dev.glasshouse.api.s3control.GetAccessPointRequest;
import dev.glasshouse.api.s3control.GetAccessPointResult;
import dev.glasshouse.api.s3control.ListAccessPointsRequest;
import dev.glasshouse.api.s3control.ListAccessPointsResult;
import dev.glasshouse.api.s3control.PolicyStatus;
import dev.glasshouse.api.s3control.PutAccessPointPolicyRequest;
import dev.glasshouse.api.s3control.VpcConfiguration;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes access points and sets their policies. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html">Managing access to shared datasets with
 * access points</a>.
 */
final class AccessPointOperations {

    private static final int LEAST_NAME = 3;
    private static final int MOST_NAME = 50;

    /** What names end in that are of aliases, Object Lambda, Outposts and directory buckets. */
    private static final List<String> RESERVED_ENDS =
            List.of(AccessPoints.ALIAS_SUFFIX, "--ol-s3", "--op-s3", "--x-s3", "--xa-s3");

    private static final int MOST_LISTED = 1000;
    private static final String OF_BUCKETS = "S3";
    private static final int ALIAS_RANDOM = 34;
    private static final int MOST_ALIAS = 63;

    private final Principals principals;

    AccessPointOperations(Principals principals) {
        this.principals = principals;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateAccessPoint",
                        (CreateAccessPointRequest in, Call call) -> planCreate(in, call),
                        AccessPointOperations::create),
                read(
                        "GetAccessPoint",
                        (GetAccessPointRequest in, Call call) -> onAll(call, in.accountId(), "GetAccessPoint"),
                        (in, call) -> shown(require(call, in.accountId(), in.name()))),
                read(
                        "ListAccessPoints",
                        (ListAccessPointsRequest in, Call call) -> onAll(call, in.accountId(), "ListAccessPoints"),
                        AccessPointOperations::list),
                change(
                        "DeleteAccessPoint",
                        (DeleteAccessPointRequest in, Call call) ->
                                on(call, in.accountId(), in.name(), "DeleteAccessPoint"),
                        (in, call) -> call.tx()
                                .remove(
                                        AccessPoints.TABLE,
                                        Scope.SANDBOX,
                                        key(require(call, in.accountId(), in.name())))),
                change(
                        "PutAccessPointPolicy",
                        (PutAccessPointPolicyRequest in, Call call) ->
                                on(call, in.accountId(), in.name(), "PutAccessPointPolicy"),
                        this::putPolicy),
                read(
                        "GetAccessPointPolicy",
                        (GetAccessPointPolicyRequest in, Call call) ->
                                on(call, in.accountId(), in.name(), "GetAccessPointPolicy"),
                        (in, call) -> new GetAccessPointPolicyResult(
                                principals.shown(call, policy(require(call, in.accountId(), in.name()))))),
                change(
                        "DeleteAccessPointPolicy",
                        (DeleteAccessPointPolicyRequest in, Call call) ->
                                on(call, in.accountId(), in.name(), "DeleteAccessPointPolicy"),
                        (in, call) -> {
                            AccessPointRow row = require(call, in.accountId(), in.name());
                            policy(row);
                            put(call, row.withPolicy(null));
                        }),
                read(
                        "GetAccessPointPolicyStatus",
                        (GetAccessPointPolicyStatusRequest in, Call call) ->
                                on(call, in.accountId(), in.name(), "GetAccessPointPolicyStatus"),
                        (in, call) -> {
                            AccessPointRow row = require(call, in.accountId(), in.name());
                            policy(row);
                            Policy policy = AccessPoints.policy(row);
                            boolean open =
                                    policy != null && row.vpc() == null && PublicPolicy.isPublic(policy.document());
                            return new GetAccessPointPolicyStatusResult(new PolicyStatus(open));
                        }));
    }

    private static String key(AccessPointRow row) {
        return AccessPoints.key(row.account(), row.region(), row.name());
    }

    static void put(WriteCall call, AccessPointRow row) {
        call.tx().put(AccessPoints.TABLE, Scope.SANDBOX, key(row), row);
    }

    static AccessPointRow require(Call call, String account, String name) {
        return find(call, account, name).orElseThrow(() -> S3Errors.noSuchAccessPoint(name));
    }

    private static Optional<AccessPointRow> find(Call call, String account, String name) {
        return call.state().get(AccessPoints.TABLE, Scope.SANDBOX, AccessPoints.key(account, call.region(), name));
    }

    // ---- what must be allowed

    private static AuthorizationPlan onAll(Call call, String account, String action) {
        S3ControlService.requireCredentials(call);
        return AuthorizationPlan.of(AuthorizationRequest.of("s3:" + action, "*", account)
                .withKeys(ConditionKeys.of(call, action, S3ControlService.NO_FACTS, ContextKeys.EMPTY)));
    }

    private static AuthorizationPlan on(Call call, String account, String name, String action) {
        S3ControlService.requireCredentials(call);
        String arn = "arn:aws:s3:" + call.region() + ":" + account + ":accesspoint/" + name;
        AccessPointRow row = find(call, account, name).orElse(null);
        ContextKeys.Builder told = ContextKeys.builder()
                .put("s3:DataAccessPointArn", arn)
                .put("s3:DataAccessPointAccount", account)
                .put("s3:AccessPointNetworkOrigin", row == null ? null : row.networkOrigin());
        if (row != null) {
            row.tags().forEach((tag, value) -> told.put("s3:AccessPointTag/" + tag, value));
        }
        return AuthorizationPlan.of(AuthorizationRequest.of("s3:" + action, arn, account)
                .withResourceTags(row == null ? Map.of() : row.tags())
                .withResourcePolicy(row == null ? null : AccessPoints.policy(row))
                .withKeys(ConditionKeys.of(call, action, S3ControlService.NO_FACTS, told.build())));
    }

    private static AuthorizationPlan planCreate(CreateAccessPointRequest in, Call call) {
        S3ControlService.requireCredentials(call);
        String arn = "arn:aws:s3:" + call.region() + ":" + in.accountId() + ":accesspoint/" + in.name();
        ContextKeys.Builder told = ContextKeys.builder()
                .put("s3:DataAccessPointArn", arn)
                .put("s3:DataAccessPointAccount", in.accountId())
                .put("s3:AccessPointNetworkOrigin", in.vpcConfiguration() == null ? "Internet" : "VPC");
        Map<String, String> tags = tags(in);
        if (!tags.isEmpty()) {
            tags.forEach((name, value) -> told.put("aws:RequestTag/" + name, value));
            told.putAll("aws:TagKeys", List.copyOf(tags.keySet()));
        }
        return AuthorizationPlan.of(AuthorizationRequest.of("s3:CreateAccessPoint", arn, in.accountId())
                .withKeys(ConditionKeys.of(call, "CreateAccessPoint", S3ControlService.NO_FACTS, told.build())));
    }

    private static Map<String, String> tags(CreateAccessPointRequest in) {
        Map<String, String> tags = new TreeMap<>();
        if (in.tags() != null) {
            in.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        return tags;
    }

    // ---- what they do

    private static boolean isName(String name) {
        boolean characters = name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
        return characters
                && name.length() >= LEAST_NAME
                && name.length() <= MOST_NAME
                && !name.startsWith("-")
                && !name.endsWith("-")
                && !name.startsWith("xn--")
                && RESERVED_ENDS.stream().noneMatch(name::endsWith);
    }

    private static CreateAccessPointResult create(CreateAccessPointRequest in, WriteCall call) {
        String name = in.name();
        if (!isName(name)) {
            throw S3Errors.of("InvalidURI", 400, "Couldn't parse the specified URI.")
                    .with("URI", "accesspoint/" + name);
        }
        if (in.scope() != null) {
            throw S3Errors.notSimulated("An access point of a directory bucket");
        }
        BucketRow bucket = call.state()
                .get(Buckets.TABLE, Scope.SANDBOX, in.bucket())
                .orElseThrow(
                        () -> S3Errors.invalidRequest("Amazon S3 AccessPoint can only be created for existing bucket"));
        if (!bucket.region().equals(call.region())) {
            throw S3Errors.invalidRequest("Amazon S3 AccessPoint can only be created for bucket in the same region");
        }
        String owner = in.bucketAccountId() == null ? in.accountId() : in.bucketAccountId();
        if (!owner.equals(bucket.account())) {
            throw S3Errors.invalidRequest(
                    "BucketAccountId parameter should be same as the AWS Account Id of bucket owner");
        }
        if (find(call, in.accountId(), name).isPresent()) {
            throw S3Errors.of(
                    "AccessPointAlreadyOwnedByYou",
                    409,
                    "Your previous request to create the named accesspoint succeeded and you already own it.");
        }
        VpcConfiguration vpc = in.vpcConfiguration();
        AccessPointRow row = new AccessPointRow(
                name,
                in.accountId(),
                call.region(),
                bucket.name(),
                bucket.account(),
                vpc == null ? null : vpc.vpcId(),
                in.publicAccessBlockConfiguration() == null
                        ? BucketRow.Block.ALL
                        : AccountBlocks.block(in.publicAccessBlockConfiguration()),
                alias(call, in.accountId(), name),
                call.now(),
                null,
                tags(in));
        put(call, row);
        return new CreateAccessPointResult(row.arn(), row.alias());
    }

    private static String alias(WriteCall call, String account, String name) {
        String random = call.ids()
                .upperAlphanumeric("s3.alias", account + "/" + call.region() + "/" + name, ALIAS_RANDOM)
                .toLowerCase(Locale.ROOT);
        String rest = "-" + random + AccessPoints.ALIAS_SUFFIX;
        int room = MOST_ALIAS - rest.length();
        return (name.length() > room ? name.substring(0, room) : name) + rest;
    }

    private static GetAccessPointResult shown(AccessPointRow row) {
        String domain = row.region() + ".amazonaws.com";
        return GetAccessPointResult.builder()
                .name(row.name())
                .bucket(row.bucket())
                .networkOrigin(row.networkOrigin())
                .vpcConfiguration(row.vpc() == null ? null : new VpcConfiguration(row.vpc()))
                .publicAccessBlockConfiguration(AccountBlocks.shown(row.block()))
                .creationDate(Times.shown(row.created()))
                .alias(row.alias())
                .accessPointArn(row.arn())
                .endpoints(new TreeMap<>(Map.of(
                        "ipv4", "s3-accesspoint." + domain,
                        "dualstack", "s3-accesspoint.dualstack." + domain,
                        "fips", "s3-accesspoint-fips." + domain,
                        "fips_dualstack", "s3-accesspoint-fips.dualstack." + domain)))
                .bucketAccountId(row.bucketAccount())
                .build();
    }

    private static ListAccessPointsResult list(ListAccessPointsRequest in, Call call) {
        int most = in.maxResults() == null ? MOST_LISTED : in.maxResults();
        String parameters = in.accountId() + "|" + call.region() + "|" + in.bucket();
        String after = in.nextToken() == null
                ? null
                : Pages.read(call, "ListAccessPoints", parameters, in.nextToken())
                        .orElseThrow(() -> S3Errors.invalidRequest("Invalid nextToken"));
        requireListable(call, in.bucket());
        String type = in.dataSourceType();
        if (in.dataSourceId() != null && OF_BUCKETS.equals(type)) {
            throw S3Errors.invalidRequest("DataSourceType must not be S3 if DataSourceId is provided");
        }
        // those of other sources than buckets are not simulated: there are none
        boolean ofBuckets =
                in.dataSourceId() == null && (type == null || type.equals(OF_BUCKETS) || type.equals("ALL"));
        Pages.Page<String, AccessPointRow> page = Pages.of(
                call.state().rows(AccessPoints.TABLE, Scope.SANDBOX),
                after,
                Math.min(most, MOST_LISTED),
                (key, row) -> ofBuckets
                        && row.account().equals(in.accountId())
                        && row.region().equals(call.region())
                        && (in.bucket() == null || in.bucket().equals(row.bucket())));
        String last = page.last();
        return new ListAccessPointsResult(
                page.rows().stream()
                        .map(row -> listed(row.getValue(), type == null ? null : OF_BUCKETS))
                        .toList(),
                last == null ? null : Pages.token(call, "ListAccessPoints", parameters, last));
    }

    /** The access points of one bucket are listed where it is. */
    private static void requireListable(Call call, @Nullable String name) {
        if (name == null) {
            return;
        }
        BucketRow bucket = call.state()
                .get(Buckets.TABLE, Scope.SANDBOX, name)
                .orElseThrow(() -> S3Errors.invalidRequest("No access point attached to this bucket"));
        if (!bucket.region().equals(call.region())) {
            throw S3Errors.invalidRequest("Amazon S3 AccessPoint can only be listed for bucket in the same region");
        }
    }

    /** An access point in a list, which says what it is of where that was asked for. */
    private static AccessPoint listed(AccessPointRow row, @Nullable String type) {
        return AccessPoint.builder()
                .name(row.name())
                .networkOrigin(row.networkOrigin())
                .vpcConfiguration(row.vpc() == null ? null : new VpcConfiguration(row.vpc()))
                .bucket(row.bucket())
                .accessPointArn(row.arn())
                .alias(row.alias())
                .bucketAccountId(row.bucketAccount())
                .dataSourceType(type)
                .build();
    }

    private static String policy(AccessPointRow row) {
        @Nullable String policy = row.policy();
        if (policy == null) {
            throw S3Errors.of("NoSuchAccessPointPolicy", 404, "The specified accesspoint policy does not exist")
                    .with("AccessPointName", row.name());
        }
        return policy;
    }

    private void putPolicy(PutAccessPointPolicyRequest in, WriteCall call) {
        AccessPointRow row = require(call, in.accountId(), in.name());
        PolicyDocument document = principals.validatedOfAccessPoint(call, in.policy(), row.arn());
        if (row.vpc() == null) {
            BucketRow.Block own = PublicAccess.either(PublicAccess.ofAccount(call.state(), row.account()), row.block());
            // a bucket's switches bear on the access points that its own account has to it
            BucketRow.Block switches = call.state()
                    .get(Buckets.TABLE, Scope.SANDBOX, row.bucket())
                    .filter(bucket -> bucket.account().equals(row.account()))
                    .map(bucket -> PublicAccess.either(own, bucket.block()))
                    .orElse(own);
            PublicAccess.requireUnblocked(call, switches, row.account(), document, "PutAccessPointPolicy", row.arn());
        }
        put(call, row.withPolicy(principals.kept(call, in.policy())));
    }
}
