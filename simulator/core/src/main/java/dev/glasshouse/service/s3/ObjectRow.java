package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object, or one version of it.
 *
 * @param etag in quotation marks
 * @param modified when it was written
 * @param storageClass such as {@code STANDARD}
 * @param headers the headers that come back as they were sent: {@code Content-Type} and others
 * @param metadata user metadata, names in small letters
 * @param tags its tags
 * @param checksums its checksums by algorithm
 * @param checksumType {@code FULL_OBJECT}, or {@code COMPOSITE} where they are checksums of the parts' checksums
 * @param parts the parts it was uploaded in; none for one upload
 * @param content its body
 * @param versionId the version's id; null for the version {@code null}, the only one of a bucket without versioning
 * @param order its place among the versions of its key; later ones have higher numbers
 * @param lock its retention and legal hold
 * @param acl its owner and access control list; null where it is its bucket's owner's alone
 * @param upload the id of the multipart upload that made it, or null
 * @param restoration what was last restored of it while it is archived, or null
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
        List<Part> parts,
        Content content,
        @Nullable String versionId,
        long order,
        Lock lock,
        @Nullable Acl acl,
        @Nullable String upload,
        @Nullable Restoration restoration) {

    /** What is kept of a part when its upload is complete; its size is that of the piece at the same place. */
    record Part(int number, Map<String, String> checksums) {
        Part {
            checksums = Map.copyOf(checksums);
        }
    }

    /**
     * Object Lock on a version.
     *
     * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}, or null
     * @param until the end of its retention, or null
     * @param hold whether a legal hold is {@code ON} or {@code OFF}; null where none was ever set
     */
    record Lock(
            @Nullable String mode,
            @Nullable Instant until,
            @Nullable String hold) {

        static final Lock NONE = new Lock(null, null, null);
    }

    ObjectRow {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
        tags = Map.copyOf(tags);
        checksums = Map.copyOf(checksums);
        parts = List.copyOf(parts);
    }

    /** An object that has no place among versions yet. */
    ObjectRow(
            String etag,
            Instant modified,
            String storageClass,
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> tags,
            Map<String, String> checksums,
            String checksumType,
            List<Part> parts,
            Content content) {
        this(
                etag,
                modified,
                storageClass,
                headers,
                metadata,
                tags,
                checksums,
                checksumType,
                parts,
                content,
                null,
                0,
                Lock.NONE,
                null,
                null,
                null);
    }

    private ObjectRow with(
            Map<String, String> tags,
            Content content,
            @Nullable String versionId,
            long order,
            Lock lock,
            @Nullable Acl acl,
            @Nullable String upload,
            @Nullable Restoration restoration) {
        return new ObjectRow(
                etag,
                modified,
                storageClass,
                headers,
                metadata,
                tags,
                checksums,
                checksumType,
                parts,
                content,
                versionId,
                order,
                lock,
                acl,
                upload,
                restoration);
    }

    ObjectRow withTags(Map<String, String> other) {
        return with(other, content, versionId, order, lock, acl, upload, restoration);
    }

    ObjectRow withVersion(@Nullable String id, long place) {
        return with(tags, content, id, place, lock, acl, upload, restoration);
    }

    ObjectRow withLock(Lock other) {
        return with(tags, content, versionId, order, other, acl, upload, restoration);
    }

    ObjectRow withContent(Content other) {
        return with(tags, other, versionId, order, lock, acl, upload, restoration);
    }

    ObjectRow withAcl(@Nullable Acl other) {
        return with(tags, content, versionId, order, lock, other, upload, restoration);
    }

    ObjectRow withUpload(String id) {
        return with(tags, content, versionId, order, lock, acl, id, restoration);
    }

    ObjectRow withRestoration(Restoration other) {
        return with(tags, content, versionId, order, lock, acl, upload, other);
    }

    /** The version's id as it is shown. */
    String shownVersion() {
        return versionId == null ? "null" : versionId;
    }
}
