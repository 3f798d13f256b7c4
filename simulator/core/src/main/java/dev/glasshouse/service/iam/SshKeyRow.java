package dev.glasshouse.service.iam;

import java.time.Instant;

/**
 * A public key for Git over SSH.
 *
 * @param owner the {@link Subject#id} of its owner
 * @param body the key as it was uploaded
 * @param fingerprint the MD5 sum of the key, in hexadecimal digits with colons
 * @param status {@code Active} or {@code Inactive}
 * @param uploaded when it came
 */
record SshKeyRow(String owner, String body, String fingerprint, String status, Instant uploaded) {

    SshKeyRow withStatus(String other) {
        return new SshKeyRow(owner, body, fingerprint, other, uploaded);
    }
}
