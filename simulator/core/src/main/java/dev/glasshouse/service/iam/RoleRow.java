package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code AROA...}
 * @param created when it was made
 * @param description for people, or null
 * @param maxSeconds the longest session, 3,600 to 43,200
 * @param trust its trust policy; users and roles in it stand by their unique ids
 * @param tags its tags
 * @param holdings its policies
 */
record RoleRow(
        String name,
        String path,
        String id,
        Instant created,
        @Nullable String description,
        int maxSeconds,
        String trust,
        Map<String, String> tags,
        Holdings holdings) {

    RoleRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":role" + path + name;
    }

    RoleRow described(@Nullable String text, int seconds) {
        return new RoleRow(name, path, id, created, text, seconds, trust, tags, holdings);
    }

    RoleRow withTrust(String document) {
        return new RoleRow(name, path, id, created, description, maxSeconds, document, tags, holdings);
    }

    RoleRow withTags(Map<String, String> other) {
        return new RoleRow(name, path, id, created, description, maxSeconds, trust, other, holdings);
    }

    RoleRow withHoldings(Holdings other) {
        return new RoleRow(name, path, id, created, description, maxSeconds, trust, tags, other);
    }
}
