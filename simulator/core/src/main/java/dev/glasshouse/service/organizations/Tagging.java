package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.organizations.ListTagsForResourceRequest;
import dev.glasshouse.api.organizations.ListTagsForResourceResponse;
import dev.glasshouse.api.organizations.Tag;
import dev.glasshouse.api.organizations.TagResourceRequest;
import dev.glasshouse.api.organizations.UntagResourceRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags of roots, units, accounts, policies and the resource policy. */
final class Tagging {

    private static final int MOST_TAGS = 50;

    private Tagging() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "TagResource",
                        (TagResourceRequest in, Call call) ->
                                Plans.ask(call, "TagResource", false, Plans.tagKeys(in.tags()), in.resourceId()),
                        (in, call) -> {
                            Seat seat = Seat.manager(call);
                            put(call, seat, in.resourceId(), merge(tags(call, seat, in.resourceId()), in.tags()));
                        }),
                change(
                        "UntagResource",
                        (UntagResourceRequest in, Call call) -> Plans.ask(
                                call,
                                "UntagResource",
                                false,
                                ContextKeys.builder()
                                        .putAll("aws:TagKeys", in.tagKeys())
                                        .build(),
                                in.resourceId()),
                        (in, call) -> {
                            Seat seat = Seat.manager(call);
                            Map<String, String> kept = new TreeMap<>(tags(call, seat, in.resourceId()));
                            in.tagKeys().forEach(kept::remove);
                            put(call, seat, in.resourceId(), kept);
                        }),
                read(
                        "ListTagsForResource",
                        (ListTagsForResourceRequest in, Call call) ->
                                Plans.ask(call, "ListTagsForResource", true, ContextKeys.EMPTY, in.resourceId()),
                        (in, call) -> {
                            Map<String, String> tags = tags(call, Seat.reader(call), in.resourceId());
                            return ListTagsForResourceResponse.builder()
                                    .tags(tags.entrySet().stream()
                                            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                                            .toList())
                                    .build();
                        }));
    }

    private static Map<String, String> tags(Call call, Seat seat, String id) {
        OrganizationRow of = seat.organization();
        OrganizationRow.Delegation delegation = of.delegation();
        if (delegation != null && delegation.id().equals(id)) {
            return delegation.tags();
        }
        if (id.startsWith("p-")) {
            return Tables.policy(call.state(), of, id)
                    .filter(row -> !row.awsManaged())
                    .map(PolicyRow::tags)
                    .orElseThrow(OrganizationsErrors::noTarget);
        }
        return Tree.find(call.state(), of, id).map(Tree.Node::tags).orElseThrow(OrganizationsErrors::noTarget);
    }

    private static void put(WriteCall call, Seat seat, String id, Map<String, String> tags) {
        OrganizationRow of = seat.organization();
        OrganizationRow.Delegation delegation = of.delegation();
        if (delegation != null && delegation.id().equals(id)) {
            call.tx()
                    .put(
                            Tables.ORGANIZATIONS,
                            Scope.SANDBOX,
                            of.id(),
                            of.withDelegation(new OrganizationRow.Delegation(id, delegation.content(), tags)));
        } else if (id.startsWith("p-")) {
            Tables.policy(call.state(), of, id)
                    .ifPresent(row -> call.tx().put(Tables.POLICIES, Scope.SANDBOX, id, row.withTags(tags)));
        } else {
            Tree.find(call.state(), of, id).ifPresent(node -> Tree.put(call.tx(), of, id, node.policies(), tags));
        }
    }

    /** Tags with others laid over them. */
    static Map<String, String> merge(Map<String, String> before, @Nullable List<Tag> added) {
        Map<String, String> merged = new TreeMap<>(before);
        Set<String> seen = new HashSet<>();
        for (Tag tag : added == null ? List.<Tag>of() : added) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw OrganizationsErrors.invalid(
                        "INVALID_SYSTEM_TAGS_PARAMETER",
                        "You specified a tag key that is a system tag. You can't add, edit, or delete system tag keys.");
            }
            if (!seen.add(tag.key())) {
                throw OrganizationsErrors.invalid(
                        "DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.");
            }
            merged.put(tag.key(), tag.value());
        }
        if (merged.size() > MOST_TAGS) {
            throw OrganizationsErrors.constraint(
                    "MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.");
        }
        return merged;
    }
}
