package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.Checksum;
import dev.glasshouse.api.s3.GetObjectAttributesOutput;
import dev.glasshouse.api.s3.GetObjectAttributesParts;
import dev.glasshouse.api.s3.GetObjectAttributesRequest;
import dev.glasshouse.api.s3.ObjectPart;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be known of an object without its body. */
final class ObjectAttributes {

    private static final int MOST_PARTS = 1000;

    private ObjectAttributes() {}

    static Operation<?, ?> operation() {
        return read(
                "GetObjectAttributes",
                StoredObjects.DATA.withReadOnly(true),
                (GetObjectAttributesRequest in, Call call) -> StoredObjects.planRead(
                        call,
                        in.bucket(),
                        in.key(),
                        in.expectedBucketOwner(),
                        in.versionId(),
                        "GetObjectAttributes",
                        "GetObject"),
                ObjectAttributes::get);
    }

    private static GetObjectAttributesOutput get(GetObjectAttributesRequest in, Call call) {
        CustomerKey customer =
                CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null);
        List<String> wanted = in.objectAttributes();
        if (wanted.isEmpty()) {
            throw S3Errors.invalidRequest(
                    "The x-amz-object-attributes header specifying the attributes to be retrieved is"
                            + " either missing or empty");
        }
        ObjectRow row = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        Vault.requireCustomerKey(in.bucket(), in.key(), row.content(), customer);
        return GetObjectAttributesOutput.builder()
                .versionId(Versions.shown(Buckets.find(call, in.bucket()), row))
                .lastModified(row.modified())
                .eTag(wanted.contains("ETag") ? row.etag().replace("\"", "") : null)
                .checksum(wanted.contains("Checksum") ? checksum(row) : null)
                .objectParts(wanted.contains("ObjectParts") ? parts(in, row) : null)
                .storageClass(wanted.contains("StorageClass") ? row.storageClass() : null)
                .objectSize(wanted.contains("ObjectSize") ? row.content().size() : null)
                .build();
    }

    private static @Nullable Checksum checksum(ObjectRow row) {
        if (row.checksums().isEmpty()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        // without the number of parts, which stands behind composite ones elsewhere
        row.checksums().forEach((algorithm, value) -> values.put(algorithm, value.replaceFirst("-[0-9]+$", "")));
        return ChecksumMembers.with(
                Checksum.builder().checksumType(row.checksumType()).build(), values);
    }

    /** The parts one by one where each has a checksum of its own, else only their number. */
    private static @Nullable GetObjectAttributesParts parts(GetObjectAttributesRequest in, ObjectRow row) {
        if (row.parts().isEmpty()) {
            return null;
        }
        if (!row.checksumType().equals(PartChecksums.COMPOSITE)) {
            return GetObjectAttributesParts.builder()
                    .totalPartsCount(row.parts().size())
                    .build();
        }
        int after = in.partNumberMarker() == null ? 0 : in.partNumberMarker();
        int most = Listings.most("max-parts", in.maxParts(), MOST_PARTS);
        List<ObjectPart> shown = new ArrayList<>();
        boolean more = false;
        int last = 0;
        for (int i = 0; i < row.parts().size(); i++) {
            ObjectRow.Part part = row.parts().get(i);
            if (part.number() <= after) {
                continue;
            }
            if (shown.size() == most) {
                more = true;
                break;
            }
            last = part.number();
            ObjectPart one = ObjectPart.builder()
                    .partNumber(part.number())
                    .size(row.content().pieces().get(i).size())
                    .build();
            shown.add(ChecksumMembers.with(one, part.checksums()));
        }
        return GetObjectAttributesParts.builder()
                .totalPartsCount(row.parts().size())
                .partNumberMarker(after)
                .nextPartNumberMarker(last)
                .maxParts(most)
                .isTruncated(more)
                .parts(shown)
                .build();
    }
}
