package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3control.ListTagsForResourceRequest;
import dev.glasshouse.api.s3control.ListTagsForResourceResult;
import dev.glasshouse.api.s3control.Tag;
import dev.glasshouse.api.s3control.TagResourceRequest;
import dev.glasshouse.api.s3control.TagResourceResult;
import dev.glasshouse.api.s3control.UntagResourceRequest;
import dev.glasshouse.api.s3control.UntagResourceResult;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tags of buckets and access points by their ARNs. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html">TagResource</a>.
 */
final class ResourceTags {

    private static final String BUCKETS = "arn:aws:s3:::";

    private ResourceTags() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListTagsForResource",
                        (ListTagsForResourceRequest in, Call call) ->
                                plan(call, in.accountId(), in.resourceArn(), "ListTagsForResource", ContextKeys.EMPTY),
                        (in, call) ->
                                new ListTagsForResourceResult(shown(tags(call, in.accountId(), in.resourceArn())))),
                write(
                        "TagResource",
                        (TagResourceRequest in, Call call) -> {
                            ContextKeys.Builder keys = ContextKeys.builder();
                            in.tags().forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
                            keys.putAll(
                                    "aws:TagKeys",
                                    in.tags().stream().map(Tag::key).toList());
                            return plan(call, in.accountId(), in.resourceArn(), "TagResource", keys.build());
                        },
                        (in, call) -> {
                            Map<String, String> tags = tags(call, in.accountId(), in.resourceArn());
                            tags.putAll(Tags.ofResource(in.tags().stream()
                                    .map(tag -> Map.entry(tag.key(), tag.value()))
                                    .toList()));
                            Tags.requireFew(tags);
                            put(call, in.resourceArn(), tags);
                            return new TagResourceResult();
                        }),
                write(
                        "UntagResource",
                        (UntagResourceRequest in, Call call) -> plan(
                                call,
                                in.accountId(),
                                in.resourceArn(),
                                "UntagResource",
                                ContextKeys.builder()
                                        .putAll("aws:TagKeys", in.tagKeys())
                                        .build()),
                        (in, call) -> {
                            Map<String, String> tags = tags(call, in.accountId(), in.resourceArn());
                            in.tagKeys().forEach(tags::remove);
                            put(call, in.resourceArn(), tags);
                            return new UntagResourceResult();
                        }));
    }

    private static Optional<BucketRow> bucket(Call call, String arn) {
        return arn.startsWith(BUCKETS)
                ? call.state().get(Buckets.TABLE, Scope.SANDBOX, arn.substring(BUCKETS.length()))
                : Optional.empty();
    }

    private static AuthorizationPlan plan(Call call, String account, String arn, String action, ContextKeys keys) {
        S3ControlService.requireCredentials(call);
        BucketRow bucket = bucket(call, arn).orElse(null);
        AccessPointRow point = AccessPoints.named(call.state(), arn).orElse(null);
        @Nullable
        Policy policy = bucket != null ? Buckets.policy(bucket) : point == null ? null : AccessPoints.policy(point);
        return AuthorizationPlan.of(AuthorizationRequest.of("s3:" + action, arn, account)
                .withResourceTags(
                        bucket != null
                                ? BucketAbac.tags(call.state(), bucket)
                                : point == null ? Map.of() : point.tags())
                .withResourcePolicy(policy)
                .withKeys(ConditionKeys.of(call, action, S3ControlService.NO_FACTS, keys)));
    }

    /** The tags of a resource of the account, in a map of their own. */
    private static Map<String, String> tags(Call call, String account, String arn) {
        if (arn.startsWith(BUCKETS)) {
            BucketRow bucket =
                    bucket(call, arn).orElseThrow(() -> S3Errors.noSuchBucket(arn.substring(BUCKETS.length())));
            if (!bucket.account().equals(account)) {
                throw S3Errors.accessDenied();
            }
            return bucket.tags() == null ? new TreeMap<>() : new TreeMap<>(bucket.tags());
        }
        if (!arn.contains(":accesspoint/")) {
            throw S3Errors.notSimulated("Tagging of " + arn);
        }
        AccessPointRow point = AccessPoints.named(call.state(), arn)
                .filter(row -> row.account().equals(account))
                .orElseThrow(() -> S3Errors.noSuchAccessPoint(arn.substring(arn.lastIndexOf('/') + 1)));
        return new TreeMap<>(point.tags());
    }

    private static void put(WriteCall call, String arn, Map<String, String> tags) {
        bucket(call, arn)
                .ifPresent(bucket -> call.tx()
                        .put(
                                Buckets.TABLE,
                                Scope.SANDBOX,
                                bucket.name(),
                                bucket.withTags(tags.isEmpty() ? null : tags)));
        AccessPoints.named(call.state(), arn).ifPresent(point -> AccessPointOperations.put(call, point.withTags(tags)));
    }

    private static List<Tag> shown(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }
}
