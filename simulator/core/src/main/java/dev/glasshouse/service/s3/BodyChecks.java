package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.crypto.content.Checksums;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a body's sender said it would be, checked while it streams in; and its ETag. */
final class BodyChecks {

    private final MessageDigest md5 = Checksums.digest("MD5");
    private final @Nullable String contentMd5;
    private final Map<String, Checksums.Running> running = new LinkedHashMap<>();
    private final Map<String, String> expected;
    private byte @Nullable [] digest;

    /**
     * Checks of a body.
     *
     * @param contentMd5 the header {@code Content-MD5}, or null
     * @param expected checksums that came as headers
     * @param announced the algorithm of a checksum that comes as a trailer, or null
     */
    BodyChecks(@Nullable String contentMd5, Map<String, String> expected, @Nullable String announced) {
        this.contentMd5 = contentMd5;
        this.expected = expected;
        if (contentMd5 != null && !isMd5(contentMd5)) {
            throw S3Errors.of("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
                    .with("Content-MD5", contentMd5);
        }
        if (expected.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not" + " allowed.");
        }
        expected.keySet().forEach(algorithm -> running.put(algorithm, Checksums.begin(algorithm)));
        if (announced != null) {
            running.computeIfAbsent(announced, Checksums::begin);
        }
        if (running.isEmpty()) {
            running.put("CRC64NVME", Checksums.begin("CRC64NVME"));
        }
    }

    private static boolean isMd5(String text) {
        try {
            return Base64.getDecoder().decode(text).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void update(byte[] bytes, int offset, int length) {
        md5.update(bytes, offset, length);
        running.values().forEach(checksum -> checksum.update(bytes, offset, length));
    }

    /** Holds the body against what was said of it, trailers included; answers its checksums. */
    Map<String, String> finish(@Nullable StreamingBody body) {
        byte[] hash = md5.digest();
        digest = hash;
        if (contentMd5 != null && !contentMd5.equals(Base64.getEncoder().encodeToString(hash))) {
            throw S3Errors.of("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
        }
        Map<String, String> trailers = body == null ? Map.of() : body.trailers();
        Map<String, String> values = new LinkedHashMap<>();
        running.forEach((algorithm, checksum) -> {
            String value = checksum.value();
            String said = expected.getOrDefault(
                    algorithm, trailers.get("x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT)));
            if (said != null && !said.equals(value)) {
                throw S3Errors.of(
                        "BadDigest", 400, "The " + algorithm + " you specified did not match the calculated checksum.");
            }
            values.put(algorithm, value);
        });
        return values;
    }

    /** The MD5 of the body in hexadecimal digits. */
    String hex() {
        if (digest == null) {
            throw new IllegalStateException("the body has not ended");
        }
        return HexFormat.of().formatHex(digest);
    }
}
