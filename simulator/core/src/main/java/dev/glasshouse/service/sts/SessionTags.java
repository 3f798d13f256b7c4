package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.Tag;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags that a session is asked for with, and those that a calling session hands on. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html">Pass session tags in AWS STS</a>.
 *
 * @param asked the tags of the request
 * @param transitive the keys of those that are to be handed on
 */
record SessionTags(Map<String, String> asked, List<String> transitive) {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    /** The tags of a request, which name no key twice whatever its case. */
    static SessionTags of(@Nullable List<Tag> tags, @Nullable List<String> transitive) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (Tag tag : tags == null ? List.<Tag>of() : tags) {
            if (asked.keySet().stream().anyMatch(key -> key.equalsIgnoreCase(tag.key()))) {
                throw StsErrors.invalidParameter(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw StsErrors.invalidParameter("Tag keys beginning with 'aws:' are reserved for system use.");
            }
            asked.put(tag.key(), tag.value());
        }
        return new SessionTags(asked, transitive == null ? List.of() : transitive);
    }

    /** The tags that an identity provider claims, checked like those of a request. */
    static SessionTags claimed(Map<String, String> tags, List<String> transitive) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().isEmpty()
                    || tag.getKey().length() > LONGEST_KEY
                    || tag.getValue().length() > LONGEST_VALUE) {
                throw StsErrors.invalidToken("The session tags of the token are too long");
            }
        }
        if (tags.size() > MOST) {
            throw StsErrors.invalidToken("The token has more than " + MOST + " session tags");
        }
        return of(
                tags.entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList(),
                transitive);
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }

    void addTo(ContextKeys.Builder keys) {
        if (!asked.isEmpty()) {
            asked.forEach((key, value) -> keys.put("aws:RequestTag/" + key, value));
            keys.putAll("aws:TagKeys", List.copyOf(asked.keySet()));
        }
        if (!transitive.isEmpty()) {
            keys.putAll("sts:TransitiveTagKeys", transitive);
        }
    }

    /** The tags of the new session: those asked for, over those that the calling session hands on. */
    Map<String, String> over(Caller caller) {
        Map<String, String> tags = new LinkedHashMap<>();
        Caller.Session session = caller.session();
        if (session != null) {
            caller.tags().forEach((key, value) -> {
                if (session.transitiveTags().contains(key.toLowerCase(Locale.ROOT))) {
                    tags.put(key, value);
                }
            });
        }
        for (String key : asked.keySet()) {
            if (tags.keySet().stream().anyMatch(handed -> handed.equalsIgnoreCase(key))) {
                throw StsErrors.invalidParameter("One of the specified transitive tag keys can't be set because it"
                        + " conflicts with a transitive tag key from the calling session.");
            }
        }
        for (String key : transitive) {
            if (asked.keySet().stream().noneMatch(key::equalsIgnoreCase)) {
                throw StsErrors.invalidParameter(
                        "The specified transitive tag key must be included in the requested tags.");
            }
        }
        tags.putAll(asked);
        return tags;
    }

    /** The keys that the new session hands on. */
    List<String> handedOn(Caller caller) {
        List<String> keys = new ArrayList<>();
        if (caller.session() != null) {
            keys.addAll(caller.session().transitiveTags());
        }
        transitive.forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
        return keys;
    }
}
