package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A multipart upload in progress.
 *
 * @param bucket where to
 * @param key under which key
 * @param begun when it began
 * @param template the object to be, with an empty body that holds the data key
 * @param parts the parts by number
 */
record UploadRow(String bucket, String key, Instant begun, ObjectRow template, Map<Integer, Part> parts) {

    /** A part. */
    record Part(String etag, Instant modified, Map<String, String> checksums, Content.Piece piece) {}

    UploadRow {
        parts = java.util.Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    UploadRow with(int number, Part part) {
        Map<Integer, Part> changed = new TreeMap<>(parts);
        changed.put(number, part);
        return new UploadRow(bucket, key, begun, template, changed);
    }
}
