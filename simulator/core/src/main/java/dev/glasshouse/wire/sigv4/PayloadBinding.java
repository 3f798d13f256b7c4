package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a body is bound to its signature. S3 says it in {@code x-amz-content-sha256}: the body's hash, that it is not
 * signed, or that its chunks are. For all other services the body's hash itself is part of the signature.
 */
public final class PayloadBinding {

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static final String TRAILER = "-TRAILER";
    private static final String CHUNKED = "aws-chunked";

    private PayloadBinding() {}

    /** The hash of a body for a service that is not S3. */
    public static String hash(byte[] body) {
        return Keys.hash(body);
    }

    /**
     * What stands for the body in the canonical request of an S3 call.
     *
     * @throws WireException if the header is missing where it must be, or is none of the known values
     */
    public static String ofS3(HttpRequest request, SigningClaim claim) throws WireException {
        Optional<String> header = request.headers().first("x-amz-content-sha256");
        if (header.isEmpty()) {
            if (claim.carrier() == SigningClaim.Carrier.QUERY) {
                return UNSIGNED;
            }
            throw new WireException(WireError.of(
                    "InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"));
        }
        String value = header.get();
        String signed = "STREAMING-" + claim.algorithm().text() + "-PAYLOAD";
        boolean known =
                List.of(UNSIGNED, UNSIGNED_TRAILER, signed, signed + TRAILER).contains(value);
        if (!known && !isHash(value)) {
            throw new WireException(WireError.invalidArgument(
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                            + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER,"
                            + " STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD,"
                            + " STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
                    "x-amz-content-sha256",
                    value));
        }
        return value;
    }

    /**
     * The request with a body that is freed of chunks and fails while it is read if it is not the one that was signed.
     * The headers then say what is in the body: its length without chunks, its encoding without {@code aws-chunked}.
     *
     * @param payload what {@link #ofS3} gave; an anonymous request has none
     * @param key the signing key, or null for an anonymous request
     * @throws WireException if the announced length or trailers are not in their form
     */
    public static HttpRequest bind(
            HttpRequest request, @Nullable String payload, @Nullable SigningClaim claim, @Nullable SigningKey key)
            throws WireException {
        String declared = payload == null
                ? request.headers().first("x-amz-content-sha256").orElse(UNSIGNED)
                : payload;
        if (isHash(declared)) {
            return request.withBody(new HashedInputStream(request.body(), declared));
        }
        boolean chunked = declared.startsWith("STREAMING-");
        if (!chunked) {
            requireUnchunked(request);
            return request;
        }
        AwsChunkedInputStream.ChunkSigning signing = null;
        if (declared.startsWith("STREAMING-AWS4-")) {
            if (claim == null || key == null) {
                throw new WireException(WireError.of(
                        "InvalidRequest",
                        400,
                        "Anonymous requests don't support this x-amz-content-sha256 value. Please use UNSIGNED-PAYLOAD or"
                                + " STREAMING-UNSIGNED-PAYLOAD-TRAILER."));
            }
            signing = new AwsChunkedInputStream.ChunkSigning(
                    key, claim.accessKeyId(), claim.amzDate(), claim.scope(), claim.signature());
        }
        long length = decodedLength(request);
        HttpHeaders.Builder headers = request.headers().toBuilder().remove("Content-Length");
        headers.set("Content-Length", Long.toString(length));
        contentEncoding(request, headers);
        return request.withHeaders(headers.build())
                .withBody(new AwsChunkedInputStream(
                        request.body(), length, trailers(request), declared.endsWith(TRAILER), signing));
    }

    private static long decodedLength(HttpRequest request) throws WireException {
        String text = request.headers().first("x-amz-decoded-content-length").orElse("");
        boolean digits = !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new WireException(
                    WireError.of("MissingContentLength", 411, "You must provide the Content-Length HTTP header."));
        }
        return Long.parseLong(text);
    }

    private static void contentEncoding(HttpRequest request, HttpHeaders.Builder headers) {
        List<String> kept = new ArrayList<>();
        for (String value : request.headers().all("Content-Encoding")) {
            for (String coding : value.split(",")) {
                if (!coding.trim().equalsIgnoreCase(CHUNKED) && !coding.isBlank()) {
                    kept.add(coding.trim());
                }
            }
        }
        headers.remove("Content-Encoding");
        if (!kept.isEmpty()) {
            headers.add("Content-Encoding", String.join(",", kept));
        }
    }

    /** A body that says itself that it is not signed may not come in chunks; beside a hash the coding is the object's own. */
    private static void requireUnchunked(HttpRequest request) throws WireException {
        boolean said = request.headers()
                .first("x-amz-content-sha256")
                .filter(UNSIGNED::equals)
                .isPresent();
        for (String value : said ? request.headers().all("Content-Encoding") : List.<String>of()) {
            for (String coding : value.split(",")) {
                if (coding.trim().equalsIgnoreCase(CHUNKED)) {
                    throw new WireException(WireError.invalidArgument(
                            "aws-chunked encoding is not supported when x-amz-content-sha256 UNSIGNED-PAYLOAD is supplied",
                            "Content-Encoding",
                            value));
                }
            }
        }
    }

    private static Set<String> trailers(HttpRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : request.headers().all("x-amz-trailer")) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.trim().toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    private static boolean isHash(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
