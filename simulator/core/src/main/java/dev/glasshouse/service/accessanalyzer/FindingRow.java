package dev.glasshouse.service.accessanalyzer;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
    static final String UNUSED_PERMISSION = "UnusedPermission";

    /**
     * A service of which permissions are unused.
     *
     * @param service its prefix
     * @param lastUsed when it was used last, or null
     * @param actions the unused actions; none where the whole service is unused
     */
    record Unused(String service, @Nullable Instant lastUsed, List<UnusedAction> actions) {
        Unused {
            actions = List.copyOf(actions);
        }
    }

    /**
     * An unused action.
     *
     * @param action its name without prefix
     * @param lastUsed when it was used last, or null
     */
    record UnusedAction(String action, @Nullable Instant lastUsed) {}

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
     * @param permissions what is unused of the permissions of a user or role
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
            @Nullable Instant lastUsed,
            List<Unused> permissions) {
        Facts {
            permissions = List.copyOf(permissions);
            principal = Collections.unmodifiableMap(new TreeMap<>(principal));
            action = List.copyOf(action);
            condition = Collections.unmodifiableMap(new TreeMap<>(condition));
        }

        /** That a user or role has something that lies unused. */
        static Facts unused(
                String type,
                String arn,
                String account,
                @Nullable String accessKeyId,
                @Nullable Instant last,
                List<Unused> permissions) {
            return new Facts(
                    type,
                    arn,
                    arn.contains(":role/") ? "AWS::IAM::Role" : "AWS::IAM::User",
                    account,
                    Map.of(),
                    List.of(),
                    Map.of(),
                    false,
                    null,
                    null,
                    accessKeyId,
                    last,
                    permissions);
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

    /** Before there were findings of unused permissions. */
    static ObjectNode upgraded(ObjectNode stored) {
        if (stored.path("facts") instanceof ObjectNode facts) {
            facts.putArray("permissions");
        }
        return stored;
    }

    FindingRow withStatus(String other, Instant at) {
        return status.equals(other) ? this : new FindingRow(id, other, created, analyzed, at, facts);
    }

    FindingRow seen(Facts now, Instant at) {
        boolean same = facts.equals(now);
        return new FindingRow(id, status, created, at, same ? updated : at, now);
    }
}
