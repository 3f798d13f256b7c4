package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.CommonPrefix;
import dev.glasshouse.api.s3.ListMultipartUploadsOutput;
import dev.glasshouse.api.s3.ListMultipartUploadsRequest;
import dev.glasshouse.api.s3.MultipartUpload;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists multipart uploads that are in progress: by key, those of one key by when they began. */
final class UploadListing {

    private static final int MOST = 1000;
    private static final Comparator<Map.Entry<String, UploadRow>> ORDER =
            Comparator.<Map.Entry<String, UploadRow>, ObjectKey>comparing(upload -> new ObjectKey(
                            upload.getValue().bucket(), upload.getValue().key()))
                    .thenComparing(upload -> upload.getValue().begun())
                    .thenComparing(Map.Entry::getKey);

    private UploadListing() {}

    static Operation<?, ?> operation() {
        return read(
                "ListMultipartUploads",
                (ListMultipartUploadsRequest in, Call call) -> Buckets.plan(
                        call,
                        Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                        "ListBucketMultipartUploads"),
                UploadListing::list);
    }

    private static ListMultipartUploadsOutput list(ListMultipartUploadsRequest in, Call call) {
        Listings.requireEncoding(in.encodingType());
        String prefix = in.prefix() == null ? "" : in.prefix();
        String delimiter = in.delimiter() == null ? "" : in.delimiter();
        int most = Listings.most("max-uploads", in.maxUploads(), MOST);
        List<Map.Entry<String, UploadRow>> open = call.state().rows(Buckets.UPLOADS, Scope.SANDBOX).entrySet().stream()
                .filter(upload -> upload.getValue().bucket().equals(in.bucket())
                        && upload.getValue().key().startsWith(prefix))
                .sorted(ORDER)
                .toList();
        List<MultipartUpload> shown = new ArrayList<>();
        Set<String> prefixes = new LinkedHashSet<>();
        String nextKey = null;
        String nextId = null;
        boolean more = false;
        String idMarker = in.keyMarker() == null || in.keyMarker().isEmpty() ? null : in.uploadIdMarker();
        requireMarker(in, idMarker, call);
        boolean beyond = in.keyMarker() == null || in.keyMarker().isEmpty();
        Map.Entry<String, UploadRow> marked = idMarker == null
                ? null
                : open.stream()
                        .filter(upload -> upload.getKey().equals(idMarker))
                        .findFirst()
                        .orElse(null);
        for (Map.Entry<String, UploadRow> upload : open) {
            if (!beyond && !isBeyond(upload, in.keyMarker(), marked)) {
                continue;
            }
            String key = upload.getValue().key();
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String common = cut < 0 ? null : key.substring(0, cut + delimiter.length());
            if (common != null && (prefixes.contains(common) || common.equals(in.keyMarker()))) {
                continue;
            }
            if (shown.size() + prefixes.size() == most) {
                more = most > 0;
                break;
            }
            if (common != null) {
                prefixes.add(common);
                nextKey = common;
                nextId = null;
            } else {
                nextKey = key;
                nextId = upload.getKey();
                shown.add(shown(call, upload, in.encodingType()));
            }
        }
        return ListMultipartUploadsOutput.builder()
                .bucket(in.bucket())
                .keyMarker(Listings.shown(in.keyMarker() == null ? "" : in.keyMarker(), in.encodingType()))
                .uploadIdMarker(idMarker == null ? "" : idMarker)
                .nextKeyMarker(nextKey == null ? "" : Listings.shown(nextKey, in.encodingType()))
                .nextUploadIdMarker(nextId == null ? "" : nextId)
                .prefix(prefix.isEmpty() ? null : Listings.shown(prefix, in.encodingType()))
                .delimiter(delimiter.isEmpty() ? null : Listings.shown(delimiter, in.encodingType()))
                .maxUploads(most)
                .isTruncated(more)
                .uploads(shown.isEmpty() ? null : shown)
                .commonPrefixes(
                        prefixes.isEmpty()
                                ? null
                                : prefixes.stream()
                                        .map(one -> new CommonPrefix(Listings.shown(one, in.encodingType())))
                                        .toList())
                .encodingType(in.encodingType())
                .build();
    }

    private static void requireMarker(ListMultipartUploadsRequest in, @Nullable String idMarker, Call call) {
        if (idMarker == null || idMarker.isEmpty()) {
            return;
        }
        boolean known = call.state()
                .get(Buckets.UPLOADS, Scope.SANDBOX, idMarker)
                .filter(upload ->
                        upload.bucket().equals(in.bucket()) && upload.key().equals(in.keyMarker()))
                .isPresent();
        if (!known) {
            throw S3Errors.invalidArgument("Invalid uploadId marker", "upload-id-marker", idMarker);
        }
    }

    /** Whether an upload comes after the markers: of the marked key only those after the marked upload. */
    private static boolean isBeyond(
            Map.Entry<String, UploadRow> upload,
            @Nullable String keyMarker,
            Map.@Nullable Entry<String, UploadRow> marked) {
        int compared = ObjectKey.compare(upload.getValue().key(), String.valueOf(keyMarker));
        return compared == 0 && marked != null ? ORDER.compare(marked, upload) < 0 : compared > 0;
    }

    private static MultipartUpload shown(Call call, Map.Entry<String, UploadRow> upload, @Nullable String encoding) {
        UploadRow row = upload.getValue();
        String account = Buckets.require(call, row.bucket(), null).account();
        return MultipartUpload.builder()
                .uploadId(upload.getKey())
                .key(Listings.shown(row.key(), encoding))
                .initiated(Times.shown(row.begun()))
                .storageClass(row.template().storageClass())
                .owner(BucketOperations.owner(call, account))
                .initiator(Uploads.initiator(call, row))
                .checksumAlgorithm(row.algorithm())
                .checksumType(row.algorithm() == null ? null : row.template().checksumType())
                .build();
    }
}
