package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CompleteMultipartUploadRequest;
import dev.glasshouse.api.s3.CompletedPart;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.content.ChecksumAlgorithm;
import dev.glasshouse.crypto.content.Checksums;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of an object that was uploaded in parts: of the whole object where it follows from the parts', else of the
 * parts' checksums in a row. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking object
 * integrity for data uploads</a>.
 */
final class PartChecksums {

    static final String WHOLE = "FULL_OBJECT";
    static final String COMPOSITE = "COMPOSITE";

    private PartChecksums() {}

    /** The type of checksum that a new upload has; refuses a type that its algorithm cannot have. */
    static String type(@Nullable String algorithm, @Nullable String asked) {
        if (algorithm == null) {
            if (asked != null) {
                throw S3Errors.invalidRequest("The x-amz-checksum-type header can only be used with the"
                        + " x-amz-checksum-algorithm header.");
            }
            return WHOLE;
        }
        ChecksumAlgorithm named = ChecksumAlgorithm.named(algorithm)
                .orElseThrow(
                        () -> S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please try again"
                                + " with any of the valid types: " + Checksums.ALGORITHMS));
        String type = asked != null ? asked : named.composes() ? COMPOSITE : WHOLE;
        boolean possible = type.equals(WHOLE) ? named.combines() : named.composes();
        if (!possible) {
            throw S3Errors.invalidRequest("The " + type + " checksum type cannot be used with the " + small(algorithm)
                    + " checksum algorithm.");
        }
        return type;
    }

    /** Refuses a part that names several checksums, or one that is none. */
    static void requireForm(CompletedPart part) {
        Map<String, String> said = ChecksumMembers.all(part);
        boolean good = said.size() <= 1
                && said.entrySet().stream().allMatch(one -> Checksums.isValue(one.getKey(), one.getValue()));
        if (!good) {
            throw S3Errors.invalidArgument("Invalid Base64 or multiple checksums present in request", "Checksum");
        }
    }

    /** Refuses a request that ends an upload with a checksum of another kind than it was begun with. */
    static void requireKind(CompleteMultipartUploadRequest in, UploadRow upload) {
        String type = upload.template().checksumType();
        if (in.checksumType() != null
                && !(upload.algorithm() != null && in.checksumType().equals(type))) {
            throw S3Errors.invalidRequest("The upload was created using the "
                    + (upload.algorithm() == null ? "null" : type)
                    + " checksum mode. The complete request must use the same checksum mode.");
        }
        Map<String, String> claimed = ChecksumMembers.all(in);
        if (claimed.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        claimed.forEach((algorithm, value) -> {
            String one = type.equals(COMPOSITE) ? value.replaceFirst("-[0-9]{1,5}$", "") : value;
            if (!Checksums.isValue(algorithm, one)) {
                throw S3Errors.invalidRequest("Value for x-amz-checksum-" + small(algorithm) + " header is invalid.");
            }
            if (!algorithm.equals(upload.checksumAlgorithm())) {
                throw mismatch(upload.algorithm(), algorithm);
            }
        });
    }

    /** The refusal of a checksum of another algorithm than the upload's. */
    static ServiceException mismatch(@Nullable String expected, @Nullable String given) {
        return S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: " + small(expected)
                + ", actual checksum Type: " + small(given));
    }

    private static String small(@Nullable String algorithm) {
        return algorithm == null ? "null" : algorithm.toLowerCase(Locale.ROOT);
    }

    /** Refuses what is said of a part where it is not what came with it, or where it must be said and is not. */
    static void requireSaid(String uploadId, UploadRow upload, CompletedPart asked, UploadRow.Part part) {
        Map<String, String> said = ChecksumMembers.all(asked);
        String algorithm = upload.algorithm();
        if (algorithm == null || said.containsKey(algorithm)) {
            if (!part.checksums().entrySet().containsAll(said.entrySet())) {
                throw S3Errors.invalidPart(
                        uploadId,
                        String.valueOf(asked.partNumber()),
                        String.valueOf(asked.eTag()).replace("\"", ""));
            }
            return;
        }
        for (String other : said.keySet()) {
            throw S3Errors.of(
                    "BadDigest",
                    400,
                    "The " + small(other) + " you specified for part " + asked.partNumber()
                            + " did not match what we received.");
        }
        if (upload.template().checksumType().equals(COMPOSITE)) {
            throw S3Errors.invalidRequest(
                    "The upload was created using a " + small(algorithm) + " checksum. The complete"
                            + " request must include the checksum for each part. It was missing for part "
                            + asked.partNumber() + " in the request.");
        }
    }

    /** The checksum of the whole, held against what the request claims of it. */
    static Map<String, String> of(CompleteMultipartUploadRequest in, UploadRow upload, List<UploadRow.Part> parts) {
        String algorithm = upload.checksumAlgorithm();
        String type = upload.template().checksumType();
        String value = type.equals(WHOLE) ? whole(algorithm, parts) : composite(algorithm, parts);
        String claimed = ChecksumMembers.of(in, algorithm);
        if (claimed != null && !claimed.equals(value) && !(claimed + "-" + parts.size()).equals(value)) {
            throw S3Errors.of(
                    "BadDigest",
                    400,
                    "The " + small(algorithm) + " you specified did not match the calculated checksum.");
        }
        return Map.of(algorithm, value);
    }

    private static String value(String algorithm, UploadRow.Part part) {
        String value = part.checksums().get(algorithm);
        if (value == null) {
            throw new IllegalStateException("every part keeps the " + algorithm + " of its upload");
        }
        return value;
    }

    private static String whole(String algorithm, List<UploadRow.Part> parts) {
        String whole = value(algorithm, parts.get(0));
        for (UploadRow.Part part : parts.subList(1, parts.size())) {
            whole = Checksums.combine(
                    algorithm, whole, value(algorithm, part), part.piece().size());
        }
        return whole;
    }

    private static String composite(String algorithm, List<UploadRow.Part> parts) {
        Checksums.Running running = Checksums.begin(algorithm);
        for (UploadRow.Part part : parts) {
            byte[] bytes = Base64.getDecoder().decode(value(algorithm, part));
            running.update(bytes, 0, bytes.length);
        }
        return running.value() + "-" + parts.size();
    }
}
