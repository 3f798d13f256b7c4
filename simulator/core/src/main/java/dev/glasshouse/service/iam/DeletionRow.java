package dev.glasshouse.service.iam;

import java.time.Instant;

/**
 * A task that deletes a service-linked role.
 *
 * @param role the role's ARN
 * @param asked when it was asked for
 */
record DeletionRow(String role, Instant asked) {}
