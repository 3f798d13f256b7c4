package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.Map;

/**
 * An object.
 *
 * @param etag in quotation marks
 * @param modified when it was written
 * @param storageClass such as {@code STANDARD}
 * @param headers the headers that come back as they were sent: {@code Content-Type} and others
 * @param metadata user metadata, names in small letters
 * @param tags its tags
 * @param checksums its checksums by algorithm
 * @param checksumType {@code FULL_OBJECT}, or {@code COMPOSITE} where they are checksums of the parts' checksums
 * @param parts how many parts it was uploaded in; 0 for one upload
 * @param content its body
 */
record ObjectRow(
        String etag,
        Instant modified,
        String storageClass,
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> tags,
        Map<String, String> checksums,
        String checksumType,
        int parts,
        Content content) {

    ObjectRow {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
        tags = Map.copyOf(tags);
        checksums = Map.copyOf(checksums);
    }

    ObjectRow withTags(Map<String, String> other) {
        return new ObjectRow(
                etag, modified, storageClass, headers, metadata, other, checksums, checksumType, parts, content);
    }
}
