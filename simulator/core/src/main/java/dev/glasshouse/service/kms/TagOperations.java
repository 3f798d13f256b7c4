package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.kms.ListResourceTagsRequest;
import dev.glasshouse.api.kms.ListResourceTagsResponse;
import dev.glasshouse.api.kms.Tag;
import dev.glasshouse.api.kms.TagResourceRequest;
import dev.glasshouse.api.kms.UntagResourceRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags of keys. */
final class TagOperations {

    private static final int MOST_TAGS = 50;

    private TagOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "TagResource",
                        (TagResourceRequest in, Call call) -> KmsPlans.ask(
                                call, "TagResource", Keys.named(call, in.keyId()), KmsPlans.tags(in.tags())),
                        TagOperations::tag),
                change(
                        "UntagResource",
                        (UntagResourceRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "UntagResource",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .putAll("aws:TagKeys", in.tagKeys())
                                        .build()),
                        TagOperations::untag),
                read(
                        "ListResourceTags",
                        (ListResourceTagsRequest in, Call call) -> KmsPlans.ask(call, "ListResourceTags", in.keyId()),
                        TagOperations::list));
    }

    static Map<String, String> merge(Map<String, String> before, @Nullable List<Tag> added) {
        Map<String, String> merged = new TreeMap<>(before);
        Set<String> seen = new HashSet<>();
        for (Tag tag : added == null ? List.<Tag>of() : added) {
            if (!seen.add(tag.tagKey())) {
                throw KmsErrors.tag("Duplicate tag keys");
            }
            if (tag.tagKey().startsWith("aws:")) {
                throw KmsErrors.tag("Tags beginning with aws: are reserved");
            }
            merged.put(tag.tagKey(), tag.tagValue());
        }
        if (merged.size() > MOST_TAGS) {
            throw KmsErrors.tag("Too many tags");
        }
        return merged;
    }

    private static void tag(TagResourceRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "TagResource"));
        Keys.put(call, named, row.withTags(merge(row.tags(), in.tags())));
    }

    private static void untag(UntagResourceRequest in, WriteCall call) {
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.notPendingDeletion(named, Checks.customers(named, "UntagResource"));
        Map<String, String> kept = new TreeMap<>(row.tags());
        in.tagKeys().forEach(kept::remove);
        Keys.put(call, named, row.withTags(kept));
    }

    private static ListResourceTagsResponse list(ListResourceTagsRequest in, Call call) {
        Keys.Named named = Keys.named(call, in.keyId());
        List<Tag> all = named.found().tags().entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
        Checks.Listing<Tag> page =
                Checks.page(call, "ListResourceTags", named.id(), in.marker(), in.limit(), 50, all, Tag::tagKey);
        return ListResourceTagsResponse.builder()
                .tags(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }
}
