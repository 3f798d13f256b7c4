package dev.glasshouse.service.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account.
 *
 * @param id twelve digits
 * @param created when it was made
 * @param alias its alias, or null
 */
record Account(String id, Instant created, @Nullable String alias) {
    Account withAlias(@Nullable String other) {
        return new Account(id, created, other);
    }
}
