package dev.glasshouse.wire;

import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.TrailedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an S3 request says of its body in {@code Content-MD5} and {@code x-amz-checksum-*}, in headers or trailing fields:
 * a body that is another one fails while it is read. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object integrity
 * in Amazon S3</a>.
 */
public final class DeclaredDigests {

    private static final String PREFIX = "x-amz-checksum-";
    private static final List<String> NOT_VALUES = List.of("algorithm", "mode", "type");

    private DeclaredDigests() {}

    /** The algorithm and value of the checksum that stands in the headers, such as {@code CRC32}. */
    public record Declared(String algorithm, String value) {}

    /**
     * The checksum in a request's headers.
     *
     * @throws WireException if there is more than one, or one of an algorithm that S3 does not have
     */
    public static Optional<Declared> header(HttpHeaders headers) throws WireException {
        List<Declared> found = new ArrayList<>(1);
        for (String name : headers.names()) {
            String rest = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "algorithm";
            if (!NOT_VALUES.contains(rest)) {
                found.add(new Declared(
                        rest.toUpperCase(Locale.ROOT), headers.first(name).orElse("")));
            }
        }
        if (found.size() > 1) {
            throw invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        for (Declared declared : found) {
            requireKnown(declared.algorithm());
            if (!isDigest(declared)) {
                throw invalid(
                        "Value for " + PREFIX + declared.algorithm().toLowerCase(Locale.ROOT) + " header is invalid.");
            }
        }
        return found.stream().findFirst();
    }

    /**
     * The algorithm of the checksum that a request announces as a trailing field.
     *
     * @throws WireException if S3 does not have it
     */
    public static Optional<String> trailer(HttpHeaders headers) throws WireException {
        String name = headers.first("x-amz-trailer").orElse("").trim().toLowerCase(Locale.ROOT);
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String algorithm = name.substring(PREFIX.length()).toUpperCase(Locale.ROOT);
        requireKnown(algorithm);
        return Optional.of(algorithm);
    }

    /**
     * The request with a body that is checked as it is read.
     *
     * @throws WireException if what is said of it is not in its form
     */
    public static HttpRequest bind(HttpRequest request) throws WireException {
        HttpHeaders headers = request.headers();
        List<Check> checks = new ArrayList<>();
        Optional<String> md5 = headers.first("Content-MD5");
        if (md5.isPresent()) {
            if (!isDigest(new Declared("MD5", md5.get()))) {
                throw new WireException(new WireError(
                        "InvalidDigest",
                        400,
                        "The Content-MD5 you specified was invalid.",
                        true,
                        Map.of("Content-MD5", md5.get()),
                        null));
            }
            checks.add(new Check("MD5", md5.get(), "The Content-MD5 you specified did not match what we received."));
        }
        header(headers)
                .ifPresent(declared ->
                        checks.add(new Check(declared.algorithm(), declared.value(), text(declared.algorithm()))));
        Optional<String> trailer = trailer(headers);
        trailer.ifPresent(algorithm -> checks.add(new Check(algorithm, null, text(algorithm))));
        return checks.isEmpty() ? request : request.withBody(new CheckedStream(request.body(), checks));
    }

    private static String text(String algorithm) {
        return "The " + algorithm + " you specified did not match the calculated checksum.";
    }

    private static void requireKnown(String algorithm) throws WireException {
        if (!Checksums.known(algorithm)) {
            throw invalid("Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                    + Checksums.ALGORITHMS);
        }
    }

    private static boolean isDigest(Declared declared) {
        try {
            return Base64.getDecoder().decode(declared.value()).length == Checksums.length(declared.algorithm());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static WireException invalid(String text) {
        return new WireException(WireError.of("InvalidRequest", 400, text));
    }

    /** One digest in progress; its expected value is null where it comes as a trailing field. */
    private static final class Check {
        private final String algorithm;
        private final @Nullable String expected;
        private final String text;
        private final Checksums.Running running;

        Check(String algorithm, @Nullable String expected, String text) {
            this.algorithm = algorithm;
            this.expected = expected;
            this.text = text;
            this.running = Checksums.begin(algorithm);
        }
    }

    private static final class CheckedStream extends TrailedStream {
        private final InputStream body;
        private final List<Check> checks;
        private boolean ended;

        CheckedStream(InputStream body, List<Check> checks) {
            this.body = body;
            this.checks = checks;
        }

        @Override
        public Map<String, String> trailers() {
            return body instanceof TrailedStream trailed ? trailed.trailers() : Map.of();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = body.read(into, offset, length);
            if (read > 0) {
                checks.forEach(check -> check.running.update(into, offset, read));
            } else if (read < 0 && !ended) {
                ended = true;
                finish();
            }
            return read;
        }

        private void finish() throws IOException {
            for (Check check : checks) {
                String expected = check.expected != null
                        ? check.expected
                        : trailers().get(PREFIX + check.algorithm.toLowerCase(Locale.ROOT));
                String value = check.running.value();
                if (!value.equals(expected)) {
                    throw new RejectedBodyException(new WireError(
                            "BadDigest", 400, check.text, true, details(check.algorithm, expected, value), null));
                }
            }
        }

        /** Of an MD5 S3 tells both values: the expected one in hexadecimal digits. */
        private static Map<String, String> details(String algorithm, @Nullable String expected, String value) {
            return algorithm.equals("MD5") && expected != null
                    ? Map.of(
                            "CalculatedDigest",
                            value,
                            "ExpectedDigest",
                            HexFormat.of().formatHex(Base64.getDecoder().decode(expected)))
                    : Map.of();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
