package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.DeclaredDigests;
import dev.glasshouse.wire.WireException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The digests that S3 keeps of a body: the MD5 for its ETag, and one checksum. A checksum that the sender gave was checked
 * while the body was read and is kept as it is; else S3 reckons one.
 */
final class BodyChecks {

    private static final String USUAL = "CRC64NVME";

    private final Checksums.Running md5 = Checksums.begin("MD5");
    private final String algorithm;
    private final @Nullable String declared;
    private final Checksums.@Nullable Running running;
    private @Nullable String hex;

    private BodyChecks(String algorithm, @Nullable String declared, boolean given) {
        this.algorithm = algorithm;
        this.declared = declared;
        this.running = given ? null : Checksums.begin(algorithm);
    }

    /** The digests of a request's own body. */
    static BodyChecks of(Call call) {
        try {
            Optional<DeclaredDigests.Declared> header =
                    DeclaredDigests.header(call.http().headers());
            if (header.isPresent()) {
                return new BodyChecks(header.get().algorithm(), header.get().value(), true);
            }
            Optional<String> trailer = DeclaredDigests.trailer(call.http().headers());
            return trailer.map(name -> new BodyChecks(name, null, true)).orElseGet(() -> reckoned(null));
        } catch (WireException e) {
            throw ServiceException.of(e.error());
        }
    }

    /** The digests of a body that S3 makes itself, such as a copy. */
    static BodyChecks reckoned(@Nullable String algorithm) {
        return new BodyChecks(algorithm == null ? USUAL : algorithm, null, false);
    }

    void update(byte[] bytes, int offset, int length) {
        md5.update(bytes, offset, length);
        if (running != null) {
            running.update(bytes, offset, length);
        }
    }

    /** The checksum of the body, which has been read to its end, by its algorithm. */
    Map<String, String> finish(@Nullable StreamingBody body) {
        hex = HexFormat.of().formatHex(java.util.Base64.getDecoder().decode(md5.value()));
        String value = running != null
                ? running.value()
                : declared != null || body == null
                        ? declared
                        : body.trailers().get("x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT));
        return value == null ? Map.of() : Map.of(algorithm, value);
    }

    /** The MD5 of the body in hexadecimal digits. */
    String hex() {
        if (hex == null) {
            throw new IllegalStateException("the body has not ended");
        }
        return hex;
    }
}
