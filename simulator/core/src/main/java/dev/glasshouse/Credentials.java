package dev.glasshouse;

import org.jspecify.annotations.Nullable;

/**
 * Keys with which a client signs.
 *
 * @param principal the ARN of the user, root user or role session that they stand for
 * @param accessKeyId such as {@code AKIA...} or {@code ASIA...}
 * @param secretAccessKey the secret
 * @param sessionToken the token of temporary credentials, or null
 */
public record Credentials(
        String principal,
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {

    /** The key id; no secrets. */
    @Override
    public String toString() {
        return "Credentials[" + principal + ", " + accessKeyId + "]";
    }
}
