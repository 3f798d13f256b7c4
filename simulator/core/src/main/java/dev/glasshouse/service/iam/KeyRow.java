package dev.glasshouse.service.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A long-term access key. The key id shown derives from the handle and the sandbox.
 *
 * @param account whose
 * @param user the key of the user who owns it, or null for root
 * @param active whether it may sign
 * @param created when it was made
 */
record KeyRow(String account, @Nullable String user, boolean active, Instant created) {

    KeyRow withActive(boolean value) {
        return new KeyRow(account, user, value, created);
    }

    KeyRow ownedBy(String newUser) {
        return new KeyRow(account, newUser, active, created);
    }

    String status() {
        return active ? "Active" : "Inactive";
    }
}
