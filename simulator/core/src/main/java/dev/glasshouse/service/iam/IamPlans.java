package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The questions of IAM's operations. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html">
 * Actions, resources, and condition keys for IAM</a>.
 */
final class IamPlans {

    private static final int MOST_TAGS = 50;

    private IamPlans() {}

    /** What a plan says of its resource. */
    record Target(
            String arn, Map<String, String> tags, @Nullable String boundary) {

        static Target user(Call call, String name) {
            String account = call.caller().account();
            Optional<UserRow> row = IamTables.user(call.state(), account, name);
            return row.map(user -> new Target(
                            user.arn(account), user.tags(), user.holdings().boundary()))
                    .orElseGet(() -> new Target("arn:aws:iam::" + account + ":user/" + name, Map.of(), null));
        }

        static Target group(Call call, String name) {
            String account = call.caller().account();
            return IamTables.group(call.state(), account, name)
                    .map(group -> new Target(group.arn(account), Map.of(), null))
                    .orElseGet(() -> new Target("arn:aws:iam::" + account + ":group/" + name, Map.of(), null));
        }

        static Target role(Call call, String name) {
            String account = call.caller().account();
            return IamTables.role(call.state(), account, name)
                    .map(role -> new Target(
                            role.arn(account), role.tags(), role.holdings().boundary()))
                    .orElseGet(() -> new Target("arn:aws:iam::" + account + ":role/" + name, Map.of(), null));
        }

        static Target policy(Call call, String arn) {
            return new Target(
                    arn,
                    IamTables.policy(call.state(), arn).map(PolicyRow::tags).orElse(Map.of()),
                    null);
        }
    }

    static AuthorizationPlan ask(Call call, String operation, Target target, ContextKeys keys) {
        ContextKeys.Builder all = keys.toBuilder();
        // AWS has this key of users and roles alone; aws:ResourceTag it has of all
        if (target.arn().contains(":user/") || target.arn().contains(":role/")) {
            target.tags().forEach((key, value) -> all.put("iam:ResourceTag/" + key, value));
        }
        return AuthorizationPlan.of(AuthorizationRequest.of(
                        "iam:" + operation, target.arn(), call.caller().account())
                .withKeys(all.build())
                .withResourceTags(target.tags()));
    }

    static AuthorizationPlan ask(Call call, String operation, Target target) {
        return ask(call, operation, target, ContextKeys.EMPTY);
    }

    /** An action that has no resource type, or whose resource is made up of the request alone. */
    static AuthorizationPlan ask(Call call, String operation, String resource) {
        return ask(call, operation, new Target(resource, Map.of(), null), ContextKeys.EMPTY);
    }

    /** The keys of an action that changes what a principal may do. */
    static ContextKeys permissions(Target target, @Nullable String policyArn) {
        return ContextKeys.builder()
                .put("iam:PolicyARN", policyArn)
                .put("iam:PermissionsBoundary", target.boundary())
                .build();
    }

    static ContextKeys requestTags(@Nullable List<Tag> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (tags != null && !tags.isEmpty()) {
            tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
            keys.putAll("aws:TagKeys", tags.stream().map(Tag::key).toList());
        }
        return keys.build();
    }

    static ContextKeys tagKeys(List<String> names) {
        return ContextKeys.builder().putAll("aws:TagKeys", names).build();
    }

    /** The time of a call as IAM shows times: in whole seconds. */
    static Instant now(Call call) {
        return call.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The tags of a request as a row keeps them. */
    static Map<String, String> tags(@Nullable List<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Tag tag : tags == null ? List.<Tag>of() : tags) {
            boolean twice = map.keySet().stream().anyMatch(key -> key.equalsIgnoreCase(tag.key()));
            if (twice) {
                throw IamErrors.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            requireFree(tag.key());
            map.put(tag.key(), tag.value());
        }
        return map;
    }

    /** Tags with others laid over them; a key that differs by case alone is the same key. */
    static Map<String, String> merge(Map<String, String> before, @Nullable List<Tag> added) {
        Map<String, String> merged = new LinkedHashMap<>(before);
        tags(added).forEach((key, value) -> {
            merged.keySet().removeIf(old -> old.equalsIgnoreCase(key));
            merged.put(key, value);
        });
        requireFew(merged);
        return merged;
    }

    static Map<String, String> without(Map<String, String> before, List<String> removed) {
        Map<String, String> kept = new LinkedHashMap<>(before);
        removed.forEach(key -> kept.keySet().removeIf(old -> old.equalsIgnoreCase(key)));
        return kept;
    }

    /**
     * Tags with others laid over them, where keys that differ by case are two keys: so it is with all resources but users and
     * roles. See <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html">tags for IAM resources</a>.
     */
    static Map<String, String> mergeExact(Map<String, String> before, @Nullable List<Tag> added) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Tag tag : added == null ? List.<Tag>of() : added) {
            requireFree(tag.key());
            if (given.put(tag.key(), tag.value()) != null) {
                throw IamErrors.invalidInput("Duplicate tag keys found.");
            }
        }
        Map<String, String> merged = new LinkedHashMap<>(before);
        merged.putAll(given);
        requireFew(merged);
        return merged;
    }

    static Map<String, String> withoutExact(Map<String, String> before, List<String> removed) {
        Map<String, String> kept = new LinkedHashMap<>(before);
        removed.forEach(kept::remove);
        return kept;
    }

    private static void requireFree(String key) {
        if (IamTables.key(key).startsWith("aws:")) {
            throw IamErrors.invalidInput("Tag keys beginning with 'aws:' are reserved for system use.");
        }
    }

    private static void requireFew(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw IamErrors.limit("The number of tags has reached the maximum limit.");
        }
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> new Tag(entry.getKey(), entry.getValue()))
                .toList();
    }
}
