package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.CommonPrefix;
import dev.glasshouse.api.s3.ListObjectsOutput;
import dev.glasshouse.api.s3.ListObjectsRequest;
import dev.glasshouse.api.s3.ListObjectsV2Output;
import dev.glasshouse.api.s3.ListObjectsV2Request;
import dev.glasshouse.api.s3.S3Object;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Pages;
import dev.glasshouse.sandbox.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Listings of objects; a prefix that stands for many keys is stepped over at once. */
final class Listings {

    private static final int MOST_KEYS = 1000;
    // the trail knows both by the name of the first
    private static final OperationFacts FACTS =
            OperationFacts.DEFAULT.asDataEvent().withReadOnly(true).withEventName("ListObjects");

    private Listings() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListObjectsV2",
                        FACTS,
                        (ListObjectsV2Request in, Call call) -> plan(call, in.bucket(), in.expectedBucketOwner()),
                        Listings::second),
                read(
                        "ListObjects",
                        FACTS,
                        (ListObjectsRequest in, Call call) -> plan(call, in.bucket(), in.expectedBucketOwner()),
                        Listings::first));
    }

    private static AuthorizationPlan plan(Call call, String name, @Nullable String owner) {
        return Buckets.plan(call, Buckets.require(call, name, owner), "ListBucket");
    }

    /** What a page shows. */
    private record Page(
            List<Map.Entry<ObjectKey, ObjectRow>> objects,
            List<String> prefixes,
            @Nullable String last) {}

    private static Page page(
            Call call, String bucket, String prefix, String delimiter, @Nullable String after, int most) {
        List<Map.Entry<ObjectKey, ObjectRow>> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        NavigableMap<ObjectKey, ObjectRow> rows = call.state().rows(Buckets.OBJECTS, Scope.SANDBOX);
        String begin = after != null && ObjectKey.compare(after, prefix) > 0 ? after : prefix;
        boolean skipped = after != null && isCommon(after, prefix, delimiter);
        Map.Entry<ObjectKey, ObjectRow> row = after != null && skipped
                ? beyond(rows, bucket, after)
                : after != null && begin.equals(after)
                        ? rows.higherEntry(new ObjectKey(bucket, begin))
                        : rows.ceilingEntry(new ObjectKey(bucket, begin));
        String last = null;
        while (row != null
                && row.getKey().bucket().equals(bucket)
                && row.getKey().key().startsWith(prefix)) {
            String key = row.getKey().key();
            if (objects.size() + prefixes.size() >= most) {
                return new Page(objects, prefixes, last == null ? "" : last);
            }
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (cut >= 0) {
                String common = key.substring(0, cut + delimiter.length());
                prefixes.add(common);
                last = common;
                row = beyond(rows, bucket, common);
            } else {
                objects.add(row);
                last = key;
                row = rows.higherEntry(row.getKey());
            }
        }
        return new Page(objects, prefixes, null);
    }

    /** Whether a marker is a common prefix, whose keys a page before it has shown together. */
    static boolean isCommon(String marker, String prefix, String delimiter) {
        return !delimiter.isEmpty()
                && marker.startsWith(prefix)
                && marker.indexOf(delimiter, prefix.length()) == marker.length() - delimiter.length()
                && marker.length() >= prefix.length() + delimiter.length();
    }

    /** The first row after all those whose keys begin with a prefix. */
    private static Map.@Nullable Entry<ObjectKey, ObjectRow> beyond(
            NavigableMap<ObjectKey, ObjectRow> rows, String bucket, String prefix) {
        String after = ObjectKey.successor(prefix);
        return after == null ? null : rows.ceilingEntry(new ObjectKey(bucket, after));
    }

    static int most(@Nullable Integer maxKeys) {
        return most("maxKeys", maxKeys, MOST_KEYS);
    }

    /** How many entries a page has at most: what is asked for, but no more than a limit. */
    static int most(String name, @Nullable Integer asked, int limit) {
        return Math.min(natural(name, asked == null ? limit : asked), limit);
    }

    /** Refuses a negative argument. */
    static int natural(String name, int value) {
        if (value < 0) {
            throw S3Errors.invalidArgument(
                    "Argument " + name + " must be an integer between 0 and 2147483647", name, Integer.toString(value));
        }
        return value;
    }

    static void requireEncoding(@Nullable String encoding) {
        if (encoding != null && !encoding.equals("url")) {
            throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
        }
    }

    static @Nullable String shown(@Nullable String text, @Nullable String encoding) {
        if (text == null || encoding == null) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (value & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-_.*/".indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                out.append(String.format("%%%02X", value));
            }
        }
        return out.toString();
    }

    /** Whether a request wants to know how far objects are restored. */
    static boolean restores(@Nullable List<String> wanted) {
        if (wanted == null) {
            return false;
        }
        for (String attribute : wanted) {
            if (!attribute.equals("RestoreStatus")) {
                throw S3Errors.invalidArgument(
                        "Invalid attribute name specified", "x-amz-optional-object-attributes", attribute);
            }
        }
        return !wanted.isEmpty();
    }

    private static List<S3Object> objects(
            Call call, BucketRow bucket, Page page, @Nullable String encoding, boolean owner, boolean restores) {
        return page.objects().stream()
                .map(row -> S3Object.builder()
                        .key(shown(row.getKey().key(), encoding))
                        .lastModified(Times.shown(row.getValue().modified()))
                        .eTag(row.getValue().etag())
                        .checksumAlgorithm(
                                List.copyOf(row.getValue().checksums().keySet()))
                        .checksumType(
                                row.getValue().checksums().isEmpty()
                                        ? null
                                        : row.getValue().checksumType())
                        .size(row.getValue().content().size())
                        .storageClass(row.getValue().storageClass())
                        .restoreStatus(restores ? Restoration.status(row.getValue(), call.now()) : null)
                        .owner(owner ? AclOperations.owner(call, AclRights.acl(bucket, row.getValue())) : null)
                        .build())
                .toList();
    }

    private static @Nullable List<CommonPrefix> prefixes(Page page, @Nullable String encoding) {
        return page.prefixes().isEmpty()
                ? null
                : page.prefixes().stream()
                        .map(prefix -> new CommonPrefix(shown(prefix, encoding)))
                        .toList();
    }

    private static ListObjectsV2Output second(ListObjectsV2Request in, Call call) {
        requireEncoding(in.encodingType());
        boolean restores = restores(in.optionalObjectAttributes());
        int most = most(in.maxKeys());
        String prefix = in.prefix() == null ? "" : in.prefix();
        String delimiter = in.delimiter() == null ? "" : in.delimiter();
        String parameters = in.bucket() + "|" + prefix + "|" + delimiter;
        String after = in.startAfter();
        if (in.continuationToken() != null) {
            after = Pages.read(call, "ListObjectsV2", parameters, in.continuationToken())
                    .orElseThrow(() -> S3Errors.invalidArgument(
                            "The continuation token provided is incorrect", "continuation-token"));
        }
        Page page = most == 0
                ? new Page(List.of(), List.of(), null)
                : page(call, in.bucket(), prefix, delimiter, after, most);
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        String last = page.last();
        return ListObjectsV2Output.builder()
                .isTruncated(last != null)
                .contents(
                        objects(call, bucket, page, in.encodingType(), Boolean.TRUE.equals(in.fetchOwner()), restores))
                .name(in.bucket())
                .prefix(shown(prefix, in.encodingType()))
                .delimiter(delimiter.isEmpty() ? null : shown(delimiter, in.encodingType()))
                .maxKeys(most)
                .commonPrefixes(prefixes(page, in.encodingType()))
                .encodingType(in.encodingType())
                .keyCount(page.objects().size() + page.prefixes().size())
                .continuationToken(in.continuationToken())
                .nextContinuationToken(last == null ? null : Pages.token(call, "ListObjectsV2", parameters, last))
                // a token takes its place
                .startAfter(in.continuationToken() == null ? shown(in.startAfter(), in.encodingType()) : null)
                .build();
    }

    private static ListObjectsOutput first(ListObjectsRequest in, Call call) {
        requireEncoding(in.encodingType());
        boolean restores = restores(in.optionalObjectAttributes());
        int most = most(in.maxKeys());
        String prefix = in.prefix() == null ? "" : in.prefix();
        String delimiter = in.delimiter() == null ? "" : in.delimiter();
        String marker = in.marker() == null || in.marker().isEmpty() ? null : in.marker();
        Page page = most == 0
                ? new Page(List.of(), List.of(), null)
                : page(call, in.bucket(), prefix, delimiter, marker, most);
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        String last = page.last();
        return ListObjectsOutput.builder()
                .isTruncated(last != null)
                .marker(shown(in.marker() == null ? "" : in.marker(), in.encodingType()))
                .nextMarker(last == null || delimiter.isEmpty() ? null : shown(last, in.encodingType()))
                .contents(objects(call, bucket, page, in.encodingType(), true, restores))
                .name(in.bucket())
                .prefix(prefix) // the first version of the operation does not encode it
                .delimiter(delimiter.isEmpty() ? null : shown(delimiter, in.encodingType()))
                .maxKeys(most)
                .commonPrefixes(prefixes(page, in.encodingType()))
                .encodingType(in.encodingType())
                .build();
    }
}
