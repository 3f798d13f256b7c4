package dev.glasshouse.service.accessanalyzer;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A finding.
 *
 * @param id its UUID
 * @param status {@code ACTIVE}, {@code ARCHIVED} or {@code RESOLVED}
 * @param created when it was found first
 * @param analyzed when its resource was analyzed last
 * @param updated when it changed last
 * @param facts what was found
 */
record FindingRow(String id, String status, Instant created, Instant analyzed, Instant updated, Facts facts) {

    static final String ACTIVE = "ACTIVE";
    static final String ARCHIVED = "ARCHIVED";
    static final String RESOLVED = "RESOLVED";

    /**
     * What was found.
     *
     * @param type such as {@code ExternalAccess}
     * @param resource the ARN of the resource, user or role
     * @param resourceType such as {@code AWS::S3::Bucket}
     * @param account its owner
     * @param principal who has access, by kind; empty for unused access
     * @param action what may be done
     * @param condition on what conditions, by key
     * @param isPublic whether anybody has access
     * @param source how a bucket is shared, or null
     * @param accessPoint through which access point, or null
     * @param accessKeyId the unused key, or null
     * @param lastUsed when what is unused was used last, or null
     */
    record Facts(
            String type,
            String resource,
            String resourceType,
            String account,
            Map<String, String> principal,
            List<String> action,
            Map<String, String> condition,
            boolean isPublic,
            @Nullable String source,
            @Nullable String accessPoint,
            @Nullable String accessKeyId,
            @Nullable Instant lastUsed) {
        Facts {
            principal = Collections.unmodifiableMap(new TreeMap<>(principal));
            action = List.copyOf(action);
            condition = Collections.unmodifiableMap(new TreeMap<>(condition));
        }

        /** What tells a finding from others, whatever may be done: the same access keeps its finding. */
        String identity() {
            return String.join(
                    "\n",
                    type,
                    resource,
                    principal.toString(),
                    condition.toString(),
                    String.valueOf(source),
                    String.valueOf(accessPoint),
                    String.valueOf(accessKeyId));
        }

        boolean external() {
            return type.equals("ExternalAccess");
        }
    }

    FindingRow withStatus(String other, Instant at) {
        return status.equals(other) ? this : new FindingRow(id, other, created, analyzed, at, facts);
    }

    FindingRow seen(Facts now, Instant at) {
        boolean same = facts.equals(now);
        return new FindingRow(id, status, created, at, same ? updated : at, now);
    }
}
