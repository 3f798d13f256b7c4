package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.DeclaredDigests;
import dev.glasshouse.wire.WireException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digests that S3 keeps of a body: the MD5 for its ETag, and a checksum. One that the sender gave was checked while the
 * body was read and is kept as it is; else S3 reckons one.
 */
final class BodyChecks {

    private static final String USUAL = "CRC64NVME";

    private Checksums.@Nullable Running md5 = Checksums.begin("MD5");
    private final @Nullable String given;
    private final @Nullable String givenValue;
    private final @Nullable String reckoned;
    private final Checksums.@Nullable Running running;
    private @Nullable String hex;

    /**
     * The digests to keep.
     *
     * @param given the algorithm of a checksum that the sender gave, or null
     * @param givenValue its value where that came before the body
     * @param wanted the algorithm that must be kept in any case, or null
     */
    private BodyChecks(@Nullable String given, @Nullable String givenValue, @Nullable String wanted) {
        this.given = given;
        this.givenValue = givenValue;
        String missing = wanted != null ? wanted : given == null ? USUAL : null;
        this.reckoned = missing == null || missing.equals(given) ? null : missing;
        this.running = reckoned == null ? null : Checksums.begin(reckoned);
    }

    /**
     * The digests of a request's own body.
     *
     * @param wanted an algorithm that must be kept in any case, or null
     */
    static BodyChecks of(Call call, @Nullable String wanted) {
        try {
            Optional<DeclaredDigests.Declared> header =
                    DeclaredDigests.header(call.http().headers());
            if (header.isPresent()) {
                return new BodyChecks(header.get().algorithm(), header.get().value(), wanted);
            }
            return new BodyChecks(DeclaredDigests.trailer(call.http().headers()).orElse(null), null, wanted);
        } catch (WireException e) {
            throw ServiceException.of(e.error());
        }
    }

    /** The digests of a body that S3 makes itself, such as a copy. */
    static BodyChecks reckoned(@Nullable String algorithm) {
        return new BodyChecks(null, null, algorithm);
    }

    /** The algorithm of the checksum that the sender gave, or null. */
    @Nullable
    String given() {
        return given;
    }

    void update(byte[] bytes, int offset, int length) {
        if (md5 != null) {
            md5.update(bytes, offset, length);
        }
        if (running != null) {
            running.update(bytes, offset, length);
        }
    }

    /** The checksums of the body, which has been read to its end, by their algorithms. */
    Map<String, String> finish(@Nullable StreamingBody body) {
        hex = md5 == null ? null : HexFormat.of().formatHex(Base64.getDecoder().decode(md5.value()));
        Map<String, String> values = new TreeMap<>();
        if (given != null) {
            String value = givenValue != null || body == null
                    ? givenValue
                    : body.trailers().get("x-amz-checksum-" + given.toLowerCase(Locale.ROOT));
            if (value != null) {
                values.put(given, value);
            }
        }
        if (reckoned != null && running != null) {
            values.put(reckoned, running.value());
        }
        return values;
    }

    /** Leaves the MD5 out, for a body whose ETag is none. */
    BodyChecks withoutMd5() {
        md5 = null;
        return this;
    }

    /** The MD5 of the body in hexadecimal digits. */
    String hex() {
        if (hex == null) {
            throw new IllegalStateException("the body has not ended");
        }
        return hex;
    }
}
