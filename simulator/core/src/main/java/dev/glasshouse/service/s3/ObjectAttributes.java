package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.Checksum;
import dev.glasshouse.api.s3.GetObjectAttributesOutput;
import dev.glasshouse.api.s3.GetObjectAttributesParts;
import dev.glasshouse.api.s3.GetObjectAttributesRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be known of an object without its body. */
final class ObjectAttributes {

    private ObjectAttributes() {}

    static Operation<?, ?> operation() {
        return read(
                "GetObjectAttributes",
                ObjectOperations.DATA.withReadOnly(true),
                (GetObjectAttributesRequest in, Call call) -> ObjectOperations.planRead(
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
        ObjectOperations.requirePlainEncryption(in.sseCustomerAlgorithm());
        List<String> wanted = in.objectAttributes();
        ObjectRow row = ObjectOperations.require(call, in.bucket(), in.key(), in.versionId());
        return GetObjectAttributesOutput.builder()
                .lastModified(row.modified())
                .eTag(wanted.contains("ETag") ? row.etag().replace("\"", "") : null)
                .checksum(wanted.contains("Checksum") ? checksum(row) : null)
                .objectParts(wanted.contains("ObjectParts") ? parts(row) : null)
                .storageClass(wanted.contains("StorageClass") ? row.storageClass() : null)
                .objectSize(wanted.contains("ObjectSize") ? row.content().size() : null)
                .build();
    }

    private static @Nullable Checksum checksum(ObjectRow row) {
        if (row.checksums().isEmpty()) {
            return null;
        }
        return Checksum.builder()
                .checksumCRC32(row.checksums().get("CRC32"))
                .checksumCRC32C(row.checksums().get("CRC32C"))
                .checksumCRC64NVME(row.checksums().get("CRC64NVME"))
                .checksumSHA1(row.checksums().get("SHA1"))
                .checksumSHA256(row.checksums().get("SHA256"))
                .checksumType(row.checksumType())
                .build();
    }

    /** Only their number is kept when an upload is completed. */
    private static @Nullable GetObjectAttributesParts parts(ObjectRow row) {
        return row.parts() == 0
                ? null
                : GetObjectAttributesParts.builder()
                        .totalPartsCount(row.parts())
                        .build();
    }
}
