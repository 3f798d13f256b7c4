package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An instance profile.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code AIPA...}
 * @param created when it was made
 * @param role the name of the role in it, or null
 * @param tags its tags
 */
record InstanceProfileRow(
        String name,
        String path,
        String id,
        Instant created,
        @Nullable String role,
        Map<String, String> tags) {

    InstanceProfileRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":instance-profile" + path + name;
    }

    InstanceProfileRow withRole(@Nullable String other) {
        return new InstanceProfileRow(name, path, id, created, other, tags);
    }

    InstanceProfileRow withTags(Map<String, String> other) {
        return new InstanceProfileRow(name, path, id, created, role, other);
    }
}
