package dev.glasshouse.service.organizations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The request for a new account.
 *
 * @param organization the id of the organization
 * @param id {@code car-} and 32 letters and digits
 * @param name the account's name
 * @param requested when it was made
 * @param completed when its end was seen, or null until then
 * @param account the new account, or null where the request failed
 * @param failure why it failed, or null
 */
record AccountRequestRow(
        String organization,
        String id,
        String name,
        Instant requested,
        @Nullable Instant completed,
        @Nullable String account,
        @Nullable String failure) {

    AccountRequestRow withCompleted(Instant when) {
        return new AccountRequestRow(organization, id, name, requested, when, account, failure);
    }
}
