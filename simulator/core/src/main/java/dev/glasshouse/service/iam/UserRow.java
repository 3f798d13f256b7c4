package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code AIDA...}
 * @param created when it was made
 * @param tags its tags
 * @param groups the keys of its groups
 * @param holdings its policies
 */
record UserRow(
        String name,
        String path,
        String id,
        Instant created,
        Map<String, String> tags,
        List<String> groups,
        Holdings holdings) {

    UserRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        groups = List.copyOf(groups);
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":user" + path + name;
    }

    UserRow named(String newName, String newPath) {
        return new UserRow(newName, newPath, id, created, tags, groups, holdings);
    }

    UserRow withTags(Map<String, String> other) {
        return new UserRow(name, path, id, created, other, groups, holdings);
    }

    UserRow withGroups(List<String> other) {
        return new UserRow(name, path, id, created, tags, other, holdings);
    }

    UserRow withHoldings(Holdings other) {
        return new UserRow(name, path, id, created, tags, groups, other);
    }
}
