package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.TrailedStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@code aws-chunked} bodies, whose chunks may each be signed and which may end with trailing header fields. The
 * length that was announced must be the length that comes, and each chunk but the last has at least 8 KiB. See AWS's <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">signed</a> and <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">trailing</a> forms.
 */
final class AwsChunkedInputStream extends TrailedStream {

    private static final int MOST_LINE = 4096;
    private static final int MOST_TRAILERS = 16;
    private static final long MOST_CHUNK = 1L << 32;
    private static final long LEAST_CHUNK = 8192;
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final String CHUNK_SIGNATURE = "chunk-signature=";
    private static final WireError MALFORMED_TRAILER = WireError.of(
            "MalformedTrailerError",
            400,
            "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    /** How chunks are signed: with whose key, after which signature. */
    record ChunkSigning(SigningKey key, String accessKeyId, String amzDate, String scope, String seed) {
        @Override
        public String toString() {
            return scope;
        }
    }

    private final InputStream in;
    private final long announced;
    private final Set<String> expectedTrailers;
    private final @Nullable ChunkSigning signing;
    private final boolean trailing;
    private final MessageDigest chunkHash = Keys.sha256();
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private String previous;
    private String chunkSignature = "";
    private long left;
    private long total;
    private long size;
    private int chunks;
    private boolean ended;

    /**
     * A decoder.
     *
     * @param announced the length of the decoded body, or -1 where it was not said
     * @param expectedTrailers the names that the request announced, in small letters
     * @param trailing whether trailing fields come at all
     * @param signing how chunks are signed, or null where they are not
     */
    AwsChunkedInputStream(
            InputStream in,
            long announced,
            Set<String> expectedTrailers,
            boolean trailing,
            @Nullable ChunkSigning signing) {
        this.in = in;
        this.announced = announced;
        this.expectedTrailers = Set.copyOf(expectedTrailers);
        this.trailing = trailing;
        this.signing = signing;
        this.previous = signing == null ? "" : signing.seed();
    }

    @Override
    public Map<String, String> trailers() {
        return Map.copyOf(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw incomplete();
        }
        if (signing != null) {
            chunkHash.update(into, offset, count);
        }
        left -= count;
        total += count;
        if (left == 0) {
            endChunk();
        }
        return count;
    }

    private void nextChunk() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        long before = size;
        size = size((semicolon < 0 ? line : line.substring(0, semicolon)).trim());
        left = size;
        chunkSignature = extension(semicolon < 0 ? "" : line.substring(semicolon + 1));
        if (left == 0) {
            verifyChunk();
            end();
            return;
        }
        chunks++;
        if (chunks > 1 && before < LEAST_CHUNK) {
            throw small(before);
        }
        if (announced >= 0 && total + left > announced) {
            throw otherLength(total + left);
        }
    }

    private void endChunk() throws IOException {
        verifyChunk();
        if (!line().isEmpty()) {
            throw incomplete(); // a chunk is not followed by a line's end
        }
    }

    private void end() throws IOException {
        if (announced >= 0 && total != announced) {
            throw otherLength(total);
        }
        if (trailing) {
            readTrailers();
        } else if (!line().isEmpty()) {
            throw incomplete();
        }
        ended = true;
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || trailers.size() >= MOST_TRAILERS) {
                throw malformedTrailer();
            }
            String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).trim();
            if (trailers.put(name, value) != null) {
                throw malformedTrailer();
            }
            if (!name.equals(TRAILER_SIGNATURE)) {
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        String signature = trailers.remove(TRAILER_SIGNATURE);
        if (!trailers.keySet().equals(expectedTrailers)) {
            throw malformedTrailer();
        }
        if (signing != null && signed.length() > 0) {
            if (signature == null) {
                throw incomplete();
            }
            require(
                    "-TRAILER\n" + signing.amzDate() + "\n" + signing.scope() + "\n" + previous + "\n"
                            + Keys.hash(signed.toString()),
                    signature,
                    signing);
        }
    }

    private void verifyChunk() throws IOException {
        if (signing == null) {
            return;
        }
        String hash = HexFormat.of().formatHex(chunkHash.digest());
        require(
                "-PAYLOAD\n" + signing.amzDate() + "\n" + signing.scope() + "\n" + previous + "\n" + Keys.EMPTY_HASH
                        + "\n" + hash,
                chunkSignature,
                signing);
        previous = chunkSignature;
    }

    private static void require(String rest, String signature, ChunkSigning signing) throws RejectedBodyException {
        String toSign = signing.key().algorithm().text() + rest;
        if (!signing.key().verifies(toSign, signature)) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("AWSAccessKeyId", signing.accessKeyId());
            details.put("StringToSign", toSign);
            details.put("SignatureProvided", signature);
            details.put("StringToSignBytes", SignatureErrors.bytes(toSign));
            throw rejected(
                    "SignatureDoesNotMatch",
                    403,
                    "The request signature we calculated does not match the signature you provided. Check your key and"
                            + " signing method.",
                    details);
        }
    }

    private String extension(String text) throws IOException {
        if (text.startsWith(CHUNK_SIGNATURE)) {
            return signing == null ? "" : text.substring(CHUNK_SIGNATURE.length());
        }
        if (signing != null || !text.isEmpty()) {
            throw incomplete();
        }
        return "";
    }

    private static long size(String hex) throws IOException {
        if (hex.isEmpty() || hex.length() > 9) {
            throw incomplete();
        }
        long size = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                throw incomplete();
            }
            size = size << 4 | digit;
        }
        if (size > MOST_CHUNK) {
            throw incomplete();
        }
        return size;
    }

    /** A line up to CR LF; a body that just stops is incomplete. */
    private String line() throws IOException {
        byte[] bytes = new byte[MOST_LINE];
        for (int length = 0; length < MOST_LINE; length++) {
            int c = in.read();
            if (c < 0 || c == '\r' && in.read() != '\n') {
                throw incomplete();
            }
            if (c == '\r') {
                return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            }
            bytes[length] = (byte) c;
        }
        throw incomplete();
    }

    private static RejectedBodyException rejected(String code, int status, String text, Map<String, String> details) {
        return new RejectedBodyException(new WireError(code, status, text, true, details, null));
    }

    /** Whatever is wrong with the form of the chunks, S3 takes the body for one that stopped. */
    private static RejectedBodyException incomplete() {
        return rejected("IncompleteBody", 400, "The request body terminated unexpectedly", Map.of());
    }

    private RejectedBodyException otherLength(long provided) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("NumberBytesExpected", Long.toString(announced));
        details.put("NumberBytesProvided", Long.toString(provided));
        return rejected(
                "IncompleteBody",
                400,
                "You did not provide the number of bytes specified by the Content-Length HTTP header",
                details);
    }

    private RejectedBodyException small(long bad) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Chunk", Integer.toString(chunks));
        details.put("BadChunkSize", Long.toString(bad));
        return rejected(
                "InvalidChunkSizeError",
                400,
                "Only the last chunk is allowed to have a size less than 8192 bytes",
                details);
    }

    private static RejectedBodyException malformedTrailer() {
        return new RejectedBodyException(MALFORMED_TRAILER);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
