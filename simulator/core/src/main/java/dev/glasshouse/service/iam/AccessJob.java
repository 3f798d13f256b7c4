package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.List;

/**
 * A report on what an entity, or the accounts of an organization's unit, may use and have used.
 *
 * @param target the ARN of a user, group, role or policy, or the path of a unit or account
 * @param granularity {@code SERVICE_LEVEL} or {@code ACTION_LEVEL}
 * @param created when it was asked for
 * @param error why it failed; an empty text where it did not
 * @param services the prefixes of the services that may be used
 * @param uses the last uses
 */
record AccessJob(
        String target, String granularity, Instant created, String error, List<String> services, List<Use> uses) {

    AccessJob {
        services = List.copyOf(services);
        uses = List.copyOf(uses);
    }

    /**
     * The last use of an action by an entity.
     *
     * @param service the prefix of the service
     * @param action the action's name without prefix
     * @param entity the ARN of the user, role or root user
     * @param time when
     * @param region where
     */
    record Use(String service, String action, String entity, Instant time, String region) {}
}
