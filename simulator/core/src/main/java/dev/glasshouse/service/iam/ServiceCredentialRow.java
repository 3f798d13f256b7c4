package dev.glasshouse.service.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential of a user for one service. Its secret derives from the sandbox, its id and how often it was reset.
 *
 * @param owner the {@link Subject#id} of its owner
 * @param service the service's principal
 * @param name the user name, or the alias of an API key, that belongs to it
 * @param status {@code Active} or {@code Inactive}
 * @param created when it was made
 * @param expires when it ends, or null for never
 * @param resets how often its secret was made anew
 */
record ServiceCredentialRow(
        String owner,
        String service,
        String name,
        String status,
        Instant created,
        @Nullable Instant expires,
        int resets) {

    ServiceCredentialRow withStatus(String other) {
        return new ServiceCredentialRow(owner, service, name, other, created, expires, resets);
    }

    ServiceCredentialRow reset() {
        return new ServiceCredentialRow(owner, service, name, status, created, expires, resets + 1);
    }

    /** The status at a time. */
    String statusAt(Instant now) {
        return expires != null && !expires.isAfter(now) ? "Expired" : status;
    }
}
