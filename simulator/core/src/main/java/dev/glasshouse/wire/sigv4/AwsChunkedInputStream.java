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
 * length that was announced must be the length that comes. See AWS's <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">signed</a> and <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">trailing</a> forms.
 */
final class AwsChunkedInputStream extends TrailedStream {

    private static final int MOST_LINE = 4096;
    private static final int MOST_TRAILERS = 16;
    private static final long MOST_CHUNK = 1L << 32;

    /** How chunks are signed: with which key, after which signature. */
    record ChunkSigning(SigningKey key, String amzDate, String scope, String seed) {
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
    private boolean first = true;
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
        String size = semicolon < 0 ? line : line.substring(0, semicolon);
        left = size(size.trim());
        chunkSignature = extension(semicolon < 0 ? "" : line.substring(semicolon + 1));
        first = false;
        if (announced >= 0 && total + left > announced) {
            throw incomplete();
        }
        if (left == 0) {
            verifyChunk();
            end();
        }
    }

    private void endChunk() throws IOException {
        verifyChunk();
        if (!line().isEmpty()) {
            throw malformed("a chunk is not followed by a line's end");
        }
    }

    private void end() throws IOException {
        if (announced >= 0 && total != announced) {
            throw incomplete();
        }
        if (trailing) {
            readTrailers();
        } else {
            String last = line();
            if (!last.isEmpty()) {
                throw malformed("there are trailing fields that were not announced");
            }
        }
        ended = true;
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || trailers.size() >= MOST_TRAILERS) {
                throw malformed("a trailing field is not of the form name:value");
            }
            String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).trim();
            if (trailers.put(name, value) != null) {
                throw malformed("a trailing field comes twice");
            }
            if (!name.equals("x-amz-trailer-signature")) {
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        String signature = trailers.remove("x-amz-trailer-signature");
        if (signing != null) {
            String toSign = signing.key().algorithm().text() + "-TRAILER\n" + signing.amzDate() + "\n" + signing.scope()
                    + "\n" + previous + "\n" + Keys.hash(signed.toString());
            if (signature == null || !signing.key().verifies(toSign, signature)) {
                throw mismatch();
            }
        }
        if (!trailers.keySet().equals(expectedTrailers)) {
            throw malformed("the trailing fields are not those that x-amz-trailer names");
        }
    }

    private void verifyChunk() throws IOException {
        if (signing == null) {
            return;
        }
        String hash = HexFormat.of().formatHex(chunkHash.digest());
        String toSign = signing.key().algorithm().text() + "-PAYLOAD\n" + signing.amzDate() + "\n" + signing.scope()
                + "\n" + previous + "\n" + Keys.EMPTY_HASH + "\n" + hash;
        if (!signing.key().verifies(toSign, chunkSignature)) {
            throw mismatch();
        }
        previous = chunkSignature;
    }

    private String extension(String text) throws IOException {
        if (signing == null) {
            if (!text.isEmpty() && !text.startsWith("chunk-signature=")) {
                throw malformed("a chunk has an extension that nobody knows");
            }
            return "";
        }
        if (!text.startsWith("chunk-signature=")) {
            throw mismatch();
        }
        return text.substring("chunk-signature=".length());
    }

    private long size(String hex) throws IOException {
        if (hex.isEmpty() || hex.length() > 9) {
            throw malformed("a chunk's size is not 1 to 9 hexadecimal digits");
        }
        long size = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                throw malformed("a chunk's size is not a hexadecimal number");
            }
            size = size << 4 | digit;
        }
        if (size > MOST_CHUNK) {
            throw malformed("a chunk is larger than " + MOST_CHUNK + " bytes");
        }
        return size;
    }

    /** A line up to CR LF; a body that just stops is incomplete. */
    private String line() throws IOException {
        byte[] bytes = new byte[MOST_LINE];
        for (int length = 0; length < MOST_LINE; length++) {
            int c = in.read();
            if (c < 0) {
                throw first ? incomplete() : incompleteUnlessDone(length);
            }
            if (c == '\r') {
                if (in.read() != '\n') {
                    throw malformed("a carriage return stands alone");
                }
                return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            }
            bytes[length] = (byte) c;
        }
        throw malformed("a line is longer than " + MOST_LINE + " bytes");
    }

    private RejectedBodyException incompleteUnlessDone(int length) {
        return length == 0 ? incomplete() : malformed("the body stops in a line");
    }

    private static RejectedBodyException incomplete() {
        return new RejectedBodyException(WireError.of(
                "IncompleteBody",
                400,
                "You did not provide the number of bytes specified by the Content-Length HTTP header"));
    }

    private static RejectedBodyException malformed(String why) {
        return new RejectedBodyException(
                WireError.of("InvalidRequest", 400, "The body is not a well-formed aws-chunked stream: " + why + "."));
    }

    private static RejectedBodyException mismatch() {
        return new RejectedBodyException(WireError.of(
                "SignatureDoesNotMatch",
                403,
                "The request signature we calculated does not match the signature you provided. Check your key and"
                        + " signing method."));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
