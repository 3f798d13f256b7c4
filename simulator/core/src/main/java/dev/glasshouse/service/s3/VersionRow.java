package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version that is not the current object: an earlier one, or a delete marker.
 *
 * @param id its id; null for the version {@code null}
 * @param modified when it was written
 * @param object the object; null for a delete marker
 */
record VersionRow(
        @Nullable String id, Instant modified, @Nullable ObjectRow object) {

    static VersionRow of(ObjectRow object) {
        return new VersionRow(object.versionId(), object.modified(), object);
    }

    boolean isMarker() {
        return object == null;
    }

    ObjectRow requireObject() {
        return Objects.requireNonNull(object, "a delete marker has no object");
    }

    /** The version's id as it is shown. */
    String shown() {
        return id == null ? "null" : id;
    }
}
