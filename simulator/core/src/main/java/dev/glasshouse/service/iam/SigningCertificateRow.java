package dev.glasshouse.service.iam;

import java.time.Instant;

/**
 * A certificate that a user signs requests with.
 *
 * @param owner the {@link Subject#id} of its owner
 * @param body the certificate as PEM
 * @param status {@code Active} or {@code Inactive}
 * @param uploaded when it came
 */
record SigningCertificateRow(String owner, String body, String status, Instant uploaded) {

    SigningCertificateRow withStatus(String other) {
        return new SigningCertificateRow(owner, body, other, uploaded);
    }
}
