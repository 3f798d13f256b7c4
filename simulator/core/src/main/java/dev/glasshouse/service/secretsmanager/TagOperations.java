package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.change;

import dev.glasshouse.api.secretsmanager.Tag;
import dev.glasshouse.api.secretsmanager.TagResourceRequest;
import dev.glasshouse.api.secretsmanager.UntagResourceRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Tagging;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags of secrets. A change of tags by which the caller would lose the right to make it is refused. */
final class TagOperations {

    private static final int MOST_TAGS = 50;

    private TagOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change("TagResource", TagOperations::planTag, TagOperations::tag),
                change("UntagResource", TagOperations::planUntag, TagOperations::untag));
    }

    private static AuthorizationPlan planTag(TagResourceRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        AuthorizationRequest now = SecretPlans.secret(
                "TagResource", named, SecretPlans.requestTags(in.tags()).build());
        return named.row() == null
                ? AuthorizationPlan.of(now)
                : AuthorizationPlan.of(now, then(now, laid(tags(named.row()), in.tags())));
    }

    private static AuthorizationPlan planUntag(UntagResourceRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        AuthorizationRequest now = SecretPlans.secret(
                "UntagResource",
                named,
                ContextKeys.builder().putAll("aws:TagKeys", in.tagKeys()).build());
        return named.row() == null
                ? AuthorizationPlan.of(now)
                : AuthorizationPlan.of(now, then(now, without(tags(named.row()), in.tagKeys())));
    }

    /** The same question of the secret as it will be. */
    private static AuthorizationRequest then(AuthorizationRequest now, List<Tagging> after) {
        ContextKeys.Builder keys = now.keys().toBuilder();
        now.resourceTags().keySet().forEach(key -> keys.remove("secretsmanager:ResourceTag/" + key));
        after.forEach(tag -> keys.put("secretsmanager:ResourceTag/" + tag.key(), tag.value()));
        return now.withKeys(keys.build()).withResourceTags(SecretPlans.tags(after));
    }

    private static List<Tagging> tags(@Nullable SecretRow row) {
        List<Tagging> tags = row == null ? null : row.details().tags();
        return tags == null ? List.of() : tags;
    }

    private static List<Tagging> laid(List<Tagging> before, List<Tag> added) {
        List<Tagging> all = new ArrayList<>(before);
        for (Tag tag : added) {
            Tagging laid = new Tagging(String.valueOf(tag.key()), tag.value() == null ? "" : tag.value());
            int at = all.stream().map(Tagging::key).toList().indexOf(laid.key());
            if (at < 0) {
                all.add(laid);
            } else {
                all.set(at, laid);
            }
        }
        return all;
    }

    private static List<Tagging> without(List<Tagging> before, List<String> keys) {
        return before.stream().filter(tag -> !keys.contains(tag.key())).toList();
    }

    /** Tags with others laid over them, in the order in which they came. */
    static List<Tagging> merged(List<Tagging> before, List<Tag> added) {
        Set<String> seen = new HashSet<>();
        for (Tag tag : added) {
            String key = tag.key();
            if (key == null) {
                throw SecretsErrors.invalidParameter("You must provide a Key for each tag.");
            }
            if (!seen.add(key)) {
                throw SecretsErrors.invalidParameter("Duplicate tag keys found.");
            }
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw SecretsErrors.invalidParameter("Tag keys that begin with aws: are reserved for AWS use.");
            }
        }
        List<Tagging> all = laid(before, added);
        if (all.size() > MOST_TAGS) {
            throw SecretsErrors.invalidParameter("A secret can have at most " + MOST_TAGS + " tags.");
        }
        return all;
    }

    private static void tag(TagResourceRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        save(call, named, row, merged(tags(row), in.tags()));
    }

    private static void untag(UntagResourceRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        if (row.details().tags() != null) {
            save(call, named, row, without(tags(row), in.tagKeys()));
        }
    }

    private static void save(WriteCall call, Secrets.Named named, SecretRow row, List<Tagging> tags) {
        Replicas.save(call, named, row.withDetails(row.details().withTags(tags)).changed(call.now()));
    }
}
