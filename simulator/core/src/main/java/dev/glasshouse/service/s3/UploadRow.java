package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload in progress.
 *
 * @param bucket where to
 * @param key under which key
 * @param begun when it began
 * @param template the object to be, with an empty body that holds the data key
 * @param algorithm the checksum that the upload was begun with, or null
 * @param parts the parts by number
 * @param initiator who began it: a canonical user id, or the ARN of a user or session; null for uploads of earlier releases
 * @param found when the object was written that the key had when the upload began; null where it had none
 * @param asked the encryption that was asked for when it began; null where none was
 */
record UploadRow(
        String bucket,
        String key,
        Instant begun,
        ObjectRow template,
        @Nullable String algorithm,
        Map<Integer, Part> parts,
        @Nullable String initiator,
        @Nullable Instant found,
        @Nullable Asked asked) {

    /** A part. */
    record Part(String etag, Instant modified, Map<String, String> checksums, Content.Piece piece) {}

    /** An encryption as policies look at it: its mode and the KMS key, where they were named. */
    record Asked(@Nullable String mode, @Nullable String keyId) {}

    UploadRow {
        parts = java.util.Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** The algorithm that the object's checksum will have. */
    String checksumAlgorithm() {
        return algorithm == null ? "CRC64NVME" : algorithm;
    }

    UploadRow with(int number, Part part) {
        Map<Integer, Part> changed = new TreeMap<>(parts);
        changed.put(number, part);
        return new UploadRow(bucket, key, begun, template, algorithm, changed, initiator, found, asked);
    }
}
