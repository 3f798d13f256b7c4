package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.CommonPrefix;
import dev.glasshouse.api.s3.DeleteMarkerEntry;
import dev.glasshouse.api.s3.ListObjectVersionsOutput;
import dev.glasshouse.api.s3.ListObjectVersionsRequest;
import dev.glasshouse.api.s3.ObjectVersion;
import dev.glasshouse.api.s3.Owner;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists all versions of the keys of a bucket, those of one key from the latest on. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html">ListObjectVersions</a>.
 */
final class VersionListing {

    private static final OperationFacts FACTS =
            OperationFacts.DEFAULT.asDataEvent().withReadOnly(true);

    private VersionListing() {}

    static Operation<?, ?> operation() {
        return read("ListObjectVersions", FACTS, VersionListing::plan, VersionListing::list);
    }

    private static AuthorizationPlan plan(ListObjectVersionsRequest in, Call call) {
        return Buckets.plan(call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "ListBucketVersions");
    }

    /** One version in the order of the listing. */
    private record Entry(String key, VersionRow row, boolean latest) {}

    /** All versions of a bucket from a key on. */
    private static final class Cursor {
        private final NavigableMap<ObjectKey, ObjectRow> objects;
        private final NavigableMap<VersionKey, VersionRow> earlier;
        private final String bucket;
        private Map.@Nullable Entry<ObjectKey, ObjectRow> object;
        private Map.@Nullable Entry<VersionKey, VersionRow> version;
        private @Nullable String key;

        Cursor(Call call, String bucket, String from) {
            this.objects = call.state().rows(Buckets.OBJECTS, Scope.SANDBOX);
            this.earlier = call.state().rows(Buckets.VERSIONS, Scope.SANDBOX);
            this.bucket = bucket;
            jump(from);
        }

        private void jump(String from) {
            object = objects.ceilingEntry(new ObjectKey(bucket, from));
            version = earlier.ceilingEntry(VersionKey.before(bucket, from));
            key = null;
        }

        /** Leaves out all keys that begin with a prefix. */
        void jumpBeyond(String prefix) {
            String next = ObjectKey.successor(prefix);
            if (next == null) {
                object = null;
                version = null;
            } else {
                jump(next);
            }
        }

        @Nullable
        Entry next() {
            Map.Entry<ObjectKey, ObjectRow> first = object;
            if (first != null && !first.getKey().bucket().equals(bucket)) {
                first = null;
            }
            Map.Entry<VersionKey, VersionRow> found = version;
            if (found != null && !found.getKey().bucket().equals(bucket)) {
                found = null;
            }
            boolean objectFirst = first != null
                    && (found == null
                            || ObjectKey.compare(
                                            first.getKey().key(), found.getKey().key())
                                    <= 0);
            if (first != null && objectFirst) {
                object = objects.higherEntry(first.getKey());
                key = first.getKey().key();
                return new Entry(key, VersionRow.of(first.getValue()), true);
            }
            if (found == null) {
                return null;
            }
            version = earlier.higherEntry(found.getKey());
            boolean latest = !found.getKey().key().equals(key);
            key = found.getKey().key();
            return new Entry(key, found.getValue(), latest);
        }
    }

    private static ListObjectVersionsOutput list(ListObjectVersionsRequest in, Call call) {
        Listings.requireEncoding(in.encodingType());
        BucketRow bucket = Buckets.find(call, in.bucket());
        String keyMarker = in.keyMarker() == null ? "" : in.keyMarker();
        String idMarker = in.versionIdMarker() == null ? "" : in.versionIdMarker();
        if (!idMarker.isEmpty() && keyMarker.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.", "version-id-marker", idMarker);
        }
        Versions.requireId(bucket, idMarker.isEmpty() ? null : idMarker, "version-id-marker");
        boolean restores = Listings.restores(in.optionalObjectAttributes());
        int most = Listings.most(in.maxKeys());
        String prefix = in.prefix() == null ? "" : in.prefix();
        String delimiter = in.delimiter() == null ? "" : in.delimiter();
        Owner owner = BucketOperations.owner(call, bucket.account());
        String encoding = in.encodingType();
        List<ObjectVersion> versions = new ArrayList<>();
        List<DeleteMarkerEntry> markers = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Cursor cursor = begin(call, in.bucket(), prefix, delimiter, keyMarker);
        boolean passing = !idMarker.isEmpty();
        boolean truncated = false;
        String lastKey = null;
        String lastId = null;
        for (Entry entry = cursor.next(); entry != null && entry.key().startsWith(prefix); entry = cursor.next()) {
            if (entry.key().equals(keyMarker)) {
                if (passing) {
                    passing = !entry.row().shown().equals(idMarker);
                    continue;
                }
                if (idMarker.isEmpty()) {
                    continue;
                }
            }
            if (most == 0) {
                break;
            }
            if (versions.size() + markers.size() + prefixes.size() >= most) {
                truncated = true;
                break;
            }
            int cut = delimiter.isEmpty() ? -1 : entry.key().indexOf(delimiter, prefix.length());
            if (cut >= 0) {
                lastKey = entry.key().substring(0, cut + delimiter.length());
                lastId = null;
                prefixes.add(lastKey);
                cursor.jumpBeyond(lastKey);
                continue;
            }
            lastKey = entry.key();
            lastId = entry.row().shown();
            if (entry.row().isMarker()) {
                markers.add(marker(entry, owner, encoding));
            } else {
                versions.add(version(call, bucket, entry, encoding, restores));
            }
        }
        return ListObjectVersionsOutput.builder()
                .isTruncated(truncated)
                .keyMarker(Listings.shown(keyMarker, encoding))
                .versionIdMarker(idMarker)
                .nextKeyMarker(truncated ? Listings.shown(lastKey, encoding) : null)
                .nextVersionIdMarker(truncated ? lastId : null)
                .versions(versions.isEmpty() ? null : versions)
                .deleteMarkers(markers.isEmpty() ? null : markers)
                .name(in.bucket())
                .prefix(Listings.shown(prefix, encoding))
                .delimiter(delimiter.isEmpty() ? null : Listings.shown(delimiter, encoding))
                .maxKeys(most)
                .commonPrefixes(
                        prefixes.isEmpty()
                                ? null
                                : prefixes.stream()
                                        .map(one -> new CommonPrefix(Listings.shown(one, encoding)))
                                        .toList())
                .encodingType(encoding)
                .build();
    }

    private static Cursor begin(Call call, String bucket, String prefix, String delimiter, String keyMarker) {
        Cursor cursor = new Cursor(call, bucket, ObjectKey.compare(keyMarker, prefix) > 0 ? keyMarker : prefix);
        if (Listings.isCommon(keyMarker, prefix, delimiter)) {
            cursor.jumpBeyond(keyMarker);
        }
        return cursor;
    }

    private static DeleteMarkerEntry marker(Entry entry, Owner owner, @Nullable String encoding) {
        return DeleteMarkerEntry.builder()
                .owner(owner)
                .key(Listings.shown(entry.key(), encoding))
                .versionId(entry.row().shown())
                .isLatest(entry.latest())
                .lastModified(Times.shown(entry.row().modified()))
                .build();
    }

    private static ObjectVersion version(
            Call call, BucketRow bucket, Entry entry, @Nullable String encoding, boolean restores) {
        ObjectRow row = entry.row().requireObject();
        return ObjectVersion.builder()
                .eTag(row.etag())
                .checksumAlgorithm(List.copyOf(row.checksums().keySet()))
                .checksumType(row.checksums().isEmpty() ? null : row.checksumType())
                .size(row.content().size())
                .storageClass(row.storageClass())
                .key(Listings.shown(entry.key(), encoding))
                .versionId(entry.row().shown())
                .isLatest(entry.latest())
                .lastModified(Times.shown(row.modified()))
                .owner(AclOperations.owner(call, AclRights.acl(bucket, row)))
                .restoreStatus(restores ? Restoration.status(row, call.now()) : null)
                .build();
    }
}
