package dev.glasshouse.service.iam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a user, group or role.
 *
 * @param inline inline policies by name: the documents as they were written
 * @param managed the ARNs of attached managed policies in the order of their attachment
 * @param boundary the ARN of the permissions boundary, or null
 */
record Holdings(
        Map<String, String> inline,
        List<String> managed,
        @Nullable String boundary) {

    static final Holdings NONE = new Holdings(Map.of(), List.of(), null);

    Holdings {
        inline = Collections.unmodifiableMap(new TreeMap<>(inline));
        managed = List.copyOf(managed);
    }

    Holdings withInline(String name, String document) {
        Map<String, String> changed = new TreeMap<>(inline);
        changed.put(name, document);
        return new Holdings(changed, managed, boundary);
    }

    Holdings withoutInline(String name) {
        Map<String, String> changed = new TreeMap<>(inline);
        changed.remove(name);
        return new Holdings(changed, managed, boundary);
    }

    Holdings attach(String arn) {
        List<String> changed = new ArrayList<>(managed);
        changed.add(arn);
        return new Holdings(inline, changed, boundary);
    }

    Holdings detach(String arn) {
        List<String> changed = new ArrayList<>(managed);
        changed.remove(arn);
        return new Holdings(inline, changed, boundary);
    }

    Holdings withBoundary(@Nullable String arn) {
        return new Holdings(inline, managed, arn);
    }
}
