package dev.glasshouse.service.kms;

import java.time.Instant;

/**
 * An alias.
 *
 * @param name with its prefix {@code alias/}
 * @param keyId the key it stands for
 * @param created when it was made
 * @param updated when it was last given a key
 */
record AliasRow(String name, String keyId, Instant created, Instant updated) {}
