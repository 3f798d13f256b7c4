package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of keys. The current object stands in {@link Buckets#OBJECTS}; earlier versions and all delete markers stand
 * in {@link Buckets#VERSIONS}. A key without a row in the first is deleted, by a marker if it has one in the second. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html">How S3 Versioning works</a>.
 */
final class Versions {

    private static final String NULL = "null";
    private static final int ID_BYTES = 24;

    private Versions() {}

    /**
     * One version of a key.
     *
     * @param order its place among the key's versions
     * @param row what it is
     * @param current whether it is the latest
     */
    record Found(long order, VersionRow row, boolean current) {}

    private static NavigableMap<VersionKey, VersionRow> earlier(StateReader state, String bucket, String key) {
        return state.rows(Buckets.VERSIONS, Scope.SANDBOX)
                .subMap(VersionKey.before(bucket, key), true, VersionKey.after(bucket, key), true);
    }

    private static Optional<ObjectRow> current(StateReader state, String bucket, String key) {
        return state.get(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(bucket, key));
    }

    /** The latest version of a key: an object or a delete marker. */
    static Optional<Found> latest(StateReader state, String bucket, String key) {
        Optional<ObjectRow> object = current(state, bucket, key);
        if (object.isPresent()) {
            return object.map(row -> new Found(row.order(), VersionRow.of(row), true));
        }
        Map.Entry<VersionKey, VersionRow> first =
                state.rows(Buckets.VERSIONS, Scope.SANDBOX).ceilingEntry(VersionKey.before(bucket, key));
        boolean same = first != null
                && first.getKey().bucket().equals(bucket)
                && first.getKey().key().equals(key);
        return same ? Optional.of(new Found(first.getKey().order(), first.getValue(), true)) : Optional.empty();
    }

    /** A version by its id, {@code null} included. */
    static Optional<Found> find(StateReader state, String bucket, String key, String versionId) {
        Optional<ObjectRow> object = current(state, bucket, key);
        if (object.isPresent() && object.get().shownVersion().equals(versionId)) {
            return object.map(row -> new Found(row.order(), VersionRow.of(row), true));
        }
        boolean latest = object.isEmpty();
        for (Map.Entry<VersionKey, VersionRow> row : earlier(state, bucket, key).entrySet()) {
            if (row.getValue().shown().equals(versionId)) {
                return Optional.of(new Found(row.getKey().order(), row.getValue(), latest));
            }
            latest = false;
        }
        return Optional.empty();
    }

    /** Refuses what cannot be the id of a version. */
    static void requireId(BucketRow bucket, @Nullable String versionId) {
        requireId(bucket, versionId, "versionId");
    }

    /**
     * Refuses what cannot be the id of a version.
     *
     * @param parameter what names it
     */
    static void requireId(BucketRow bucket, @Nullable String versionId, String parameter) {
        if (versionId == null || versionId.equals(NULL)) {
            return;
        }
        boolean possible = bucket.versioning().keepsVersions()
                && versionId.length() == ID_BYTES / 3 * 4
                && versionId
                        .chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '_');
        if (!possible) {
            String text =
                    versionId.isEmpty() ? "Version id cannot be the empty string" : "Invalid version id specified";
            throw S3Errors.invalidArgument(text, parameter, versionId);
        }
    }

    /** What a request speaks of: the version it names, else the latest. */
    static Optional<Found> asked(StateReader state, String bucket, String key, @Nullable String versionId) {
        return versionId == null ? latest(state, bucket, key) : find(state, bucket, key, versionId);
    }

    /** The object that a request speaks of, if it is one. */
    static Optional<ObjectRow> object(Call call, String bucket, String key, @Nullable String versionId) {
        if (versionId == null) {
            return current(call.state(), bucket, key);
        }
        return find(call.state(), bucket, key, versionId)
                .filter(found -> !found.row().isMarker())
                .map(found -> found.row().requireObject());
    }

    /** The id that answers show; null where the bucket never kept versions. */
    static @Nullable String shown(BucketRow bucket, ObjectRow row) {
        return bucket.versioning().keepsVersions() ? row.shownVersion() : null;
    }

    private static @Nullable String newId(WriteCall call, BucketRow bucket, String key) {
        if (!bucket.versioning().enabled()) {
            return null;
        }
        byte[] bytes = call.ids().bytes("s3.version", bucket.name() + "/" + key, ID_BYTES);
        return Base64.getUrlEncoder().encodeToString(bytes).replace('-', '.');
    }

    /** Makes an object the current one of its key, and answers it with its id. */
    static ObjectRow write(WriteCall call, BucketRow bucket, String key, ObjectRow row) {
        long order = makeRoom(call, bucket, key);
        ObjectRow placed = row.withVersion(newId(call, bucket, key), order);
        call.tx().put(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(bucket.name(), key), placed);
        return placed;
    }

    /** Puts a delete marker on top of a key's versions and answers its id as it is shown. */
    static String mark(WriteCall call, BucketRow bucket, String key) {
        long order = makeRoom(call, bucket, key);
        call.tx().remove(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(bucket.name(), key));
        VersionRow marker = new VersionRow(newId(call, bucket, key), call.now(), null);
        call.tx().put(Buckets.VERSIONS, Scope.SANDBOX, new VersionKey(bucket.name(), key, order), marker);
        return marker.shown();
    }

    /** Sets the current object aside where it stays a version, and answers the place of the next one. */
    private static long makeRoom(WriteCall call, BucketRow bucket, String key) {
        if (!bucket.versioning().keepsVersions()) {
            return 0;
        }
        long order = latest(call.tx(), bucket.name(), key)
                .map(found -> found.order() + 1)
                .orElse(0L);
        Optional<ObjectRow> object = current(call.tx(), bucket.name(), key);
        boolean replacesNull = !bucket.versioning().enabled();
        if (object.isPresent() && (!replacesNull || object.get().versionId() != null)) {
            ObjectRow row = object.get();
            call.tx()
                    .put(
                            Buckets.VERSIONS,
                            Scope.SANDBOX,
                            new VersionKey(bucket.name(), key, row.order()),
                            VersionRow.of(row));
        }
        if (replacesNull) {
            find(call.tx(), bucket.name(), key, NULL)
                    .ifPresent(found -> call.tx()
                            .remove(
                                    Buckets.VERSIONS,
                                    Scope.SANDBOX,
                                    new VersionKey(bucket.name(), key, found.order())));
        }
        return order;
    }

    /** Takes one version away for good; the one before it becomes the current one if it was that. */
    static void remove(WriteCall call, String bucket, String key, Found found) {
        ObjectKey place = new ObjectKey(bucket, key);
        boolean object = current(call.tx(), bucket, key)
                .filter(row -> row.order() == found.order())
                .isPresent();
        if (object) {
            call.tx().remove(Buckets.OBJECTS, Scope.SANDBOX, place);
        } else {
            call.tx().remove(Buckets.VERSIONS, Scope.SANDBOX, new VersionKey(bucket, key, found.order()));
        }
        if (!found.current()) {
            return;
        }
        latest(call.tx(), bucket, key).filter(next -> !next.row().isMarker()).ifPresent(next -> {
            call.tx().remove(Buckets.VERSIONS, Scope.SANDBOX, new VersionKey(bucket, key, next.order()));
            call.tx().put(Buckets.OBJECTS, Scope.SANDBOX, place, next.row().requireObject());
        });
    }

    /** Sets what is kept of a version, such as its tags. */
    static void replace(WriteCall call, String bucket, String key, ObjectRow row) {
        boolean object = current(call.tx(), bucket, key)
                .filter(now -> now.order() == row.order())
                .isPresent();
        if (object) {
            call.tx().put(Buckets.OBJECTS, Scope.SANDBOX, new ObjectKey(bucket, key), row);
        } else {
            call.tx()
                    .put(Buckets.VERSIONS, Scope.SANDBOX, new VersionKey(bucket, key, row.order()), VersionRow.of(row));
        }
    }
}
