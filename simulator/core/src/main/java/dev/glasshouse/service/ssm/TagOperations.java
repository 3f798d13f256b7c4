package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.ssm.AddTagsToResourceRequest;
import dev.glasshouse.api.ssm.AddTagsToResourceResult;
import dev.glasshouse.api.ssm.ListTagsForResourceRequest;
import dev.glasshouse.api.ssm.ListTagsForResourceResult;
import dev.glasshouse.api.ssm.RemoveTagsFromResourceRequest;
import dev.glasshouse.api.ssm.RemoveTagsFromResourceResult;
import dev.glasshouse.api.ssm.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags of parameters. No other resource of Systems Manager is there to be tagged. */
final class TagOperations {

    private static final int MOST_TAGS = 50;

    private TagOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "AddTagsToResource",
                        (AddTagsToResourceRequest in, Call call) -> ask(
                                call,
                                "AddTagsToResource",
                                in.resourceType(),
                                in.resourceId(),
                                requestTags(in.tags()).build()),
                        TagOperations::add),
                write(
                        "RemoveTagsFromResource",
                        (RemoveTagsFromResourceRequest in, Call call) -> ask(
                                call,
                                "RemoveTagsFromResource",
                                in.resourceType(),
                                in.resourceId(),
                                ContextKeys.builder()
                                        .putAll("aws:TagKeys", in.tagKeys())
                                        .build()),
                        TagOperations::remove),
                read(
                        "ListTagsForResource",
                        (ListTagsForResourceRequest in, Call call) ->
                                ask(call, "ListTagsForResource", in.resourceType(), in.resourceId(), ContextKeys.EMPTY),
                        TagOperations::list));
    }

    static ContextKeys.Builder requestTags(@Nullable List<Tag> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (tags != null && !tags.isEmpty()) {
            tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
            keys.putAll("aws:TagKeys", tags.stream().map(Tag::key).toList());
        }
        return keys;
    }

    private static AuthorizationPlan ask(Call call, String operation, String type, String id, ContextKeys keys) {
        if (type.equals("Parameter")) {
            return AuthorizationPlan.of(Parameters.ask(call, operation, id, keys));
        }
        String resource = type.toLowerCase(java.util.Locale.ROOT) + "/" + id;
        String account = call.caller().account();
        return AuthorizationPlan.of(AuthorizationRequest.of(
                        "ssm:" + operation, "arn:aws:ssm:" + call.region() + ":" + account + ":" + resource, account)
                .withKeys(keys));
    }

    static Map<String, String> merged(Map<String, String> before, List<Tag> added) {
        Map<String, String> merged = new TreeMap<>(before);
        for (Tag tag : added) {
            if (tag.key().startsWith("aws:")) {
                throw SsmErrors.validation("Tag keys can't begin with aws:, which is reserved.");
            }
            merged.put(tag.key(), tag.value());
        }
        if (merged.size() > MOST_TAGS) {
            throw SsmErrors.of(
                    "TooManyTagsError",
                    "The Targets parameter includes too many tags. Remove one or more tags and try the command again.");
        }
        return merged;
    }

    private static ParameterRow require(Call call, String type, String id) {
        if (!type.equals("Parameter")) {
            throw SsmErrors.invalidResourceId();
        }
        return Parameters.get(call, ParameterNames.reference(id)).orElseThrow(SsmErrors::invalidResourceId);
    }

    private static AddTagsToResourceResult add(AddTagsToResourceRequest in, WriteCall call) {
        ParameterRow row = require(call, in.resourceType(), in.resourceId());
        Parameters.put(call, row.withTags(merged(row.tags(), in.tags())));
        return new AddTagsToResourceResult();
    }

    private static RemoveTagsFromResourceResult remove(RemoveTagsFromResourceRequest in, WriteCall call) {
        ParameterRow row = require(call, in.resourceType(), in.resourceId());
        Map<String, String> kept = new TreeMap<>(row.tags());
        in.tagKeys().forEach(kept::remove);
        Parameters.put(call, row.withTags(kept));
        return new RemoveTagsFromResourceResult();
    }

    private static ListTagsForResourceResult list(ListTagsForResourceRequest in, Call call) {
        ParameterRow row = require(call, in.resourceType(), in.resourceId());
        return new ListTagsForResourceResult(row.tags().entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList());
    }
}
