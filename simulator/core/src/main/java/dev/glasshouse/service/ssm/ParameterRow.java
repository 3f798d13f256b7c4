package dev.glasshouse.service.ssm;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A parameter.
 *
 * @param name its name as it was made, with or without the first slash
 * @param type {@code String}, {@code StringList} or {@code SecureString}
 * @param tags its tags
 * @param versions its versions, the oldest first; at least one, at most 100
 */
record ParameterRow(String name, String type, Map<String, String> tags, List<Version> versions) {

    /**
     * A version.
     *
     * @param number from 1
     * @param modified when it was made
     * @param user the ARN of who made it
     * @param value the value; of a {@code SecureString} the ciphertext in base64
     * @param keyId the key as it was named; null unless it is a {@code SecureString}
     * @param tier {@code Standard} or {@code Advanced}
     * @param dataType {@code text} or {@code aws:ec2:image}
     * @param policies what happens to the parameter by itself
     * @param labels its labels, in the order in which they came
     */
    record Version(
            long number,
            Instant modified,
            String user,
            String value,
            @Nullable String keyId,
            @Nullable String description,
            @Nullable String allowedPattern,
            String tier,
            String dataType,
            List<StoredPolicy> policies,
            List<String> labels) {

        Version {
            policies = List.copyOf(policies);
            labels = List.copyOf(labels);
        }

        boolean advanced() {
            return tier.equals("Advanced");
        }

        Version withLabels(List<String> other) {
            return new Version(
                    number, modified, user, value, keyId, description, allowedPattern, tier, dataType, policies, other);
        }

        Version withPolicies(List<StoredPolicy> other) {
            return new Version(
                    number, modified, user, value, keyId, description, allowedPattern, tier, dataType, other, labels);
        }
    }

    /**
     * A policy.
     *
     * @param text its JSON
     * @param type such as {@code Expiration}
     * @param status {@code Pending} or {@code Finished}
     */
    record StoredPolicy(String text, String type, String status) {}

    ParameterRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        versions = List.copyOf(versions);
    }

    boolean secure() {
        return type.equals("SecureString");
    }

    Version latest() {
        return versions.get(versions.size() - 1);
    }

    Optional<Version> version(long number) {
        return versions.stream().filter(version -> version.number() == number).findFirst();
    }

    Optional<Version> labelled(String label) {
        return versions.stream()
                .filter(version -> version.labels().contains(label))
                .findFirst();
    }

    ParameterRow withVersions(List<Version> other) {
        return new ParameterRow(name, type, tags, other);
    }

    ParameterRow withTags(Map<String, String> other) {
        return new ParameterRow(name, type, other, versions);
    }
}
