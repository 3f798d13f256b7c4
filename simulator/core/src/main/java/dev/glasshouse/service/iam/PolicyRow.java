package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A customer managed policy, or one of AWS's own.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code ANPA...}
 * @param created when it was made
 * @param updated when its versions last changed
 * @param description for people, or null
 * @param tags its tags
 * @param versions its versions by number, at most five
 * @param defaultVersion the version in force
 * @param nextVersion the number that the next version gets
 */
record PolicyRow(
        String name,
        String path,
        String id,
        Instant created,
        Instant updated,
        @Nullable String description,
        Map<String, String> tags,
        Map<Integer, Version> versions,
        int defaultVersion,
        int nextVersion) {

    /**
     * A version of a policy.
     *
     * @param document as it was written
     * @param created when it was made
     */
    record Version(String document, Instant created) {}

    PolicyRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":policy" + path + name;
    }

    String document() {
        Version version = versions.get(defaultVersion);
        if (version == null) {
            throw new IllegalStateException(name + " has no version " + defaultVersion);
        }
        return version.document();
    }

    PolicyRow withTags(Map<String, String> other) {
        return new PolicyRow(
                name, path, id, created, updated, description, other, versions, defaultVersion, nextVersion);
    }

    PolicyRow withVersion(String document, Instant at, boolean asDefault) {
        Map<Integer, Version> changed = new TreeMap<>(versions);
        changed.put(nextVersion, new Version(document, at));
        return new PolicyRow(
                name,
                path,
                id,
                created,
                at,
                description,
                tags,
                changed,
                asDefault ? nextVersion : defaultVersion,
                nextVersion + 1);
    }

    PolicyRow withoutVersion(int number, Instant at) {
        Map<Integer, Version> changed = new TreeMap<>(versions);
        changed.remove(number);
        return new PolicyRow(name, path, id, created, at, description, tags, changed, defaultVersion, nextVersion);
    }

    PolicyRow withDefault(int number, Instant at) {
        return new PolicyRow(name, path, id, created, at, description, tags, versions, number, nextVersion);
    }
}
