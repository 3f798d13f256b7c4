package dev.glasshouse.wire;

import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Structure;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an S3 request says of its body in {@code Content-MD5} and {@code x-amz-checksum-*}, in headers or trailing fields:
 * a body that is another one fails while it is read. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object integrity
 * in Amazon S3</a>.
 */
public final class DeclaredDigests {

    private static final String PREFIX = "x-amz-checksum-";
    private static final String TRAILER = "x-amz-trailer";
    private static final String SDK_ALGORITHM = "x-amz-sdk-checksum-algorithm";
    private static final String OTHER_MD5 = "The Content-MD5 you specified did not match what we received.";
    private static final List<String> NOT_VALUES = List.of("algorithm", "mode", "type");

    /** Those of the model's operations whose bodies want a checksum that S3 does refuse without one. */
    private static final Set<String> DEMANDING = Set.of(
            "DeleteObjects",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketLifecycleConfiguration",
            "PutBucketReplication",
            "PutBucketTagging",
            "PutObjectLegalHold",
            "PutObjectLockConfiguration",
            "PutObjectRetention");

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
            if (!Checksums.known(declared.algorithm())) {
                throw invalid("The algorithm type you specified in x-amz-checksum- header is invalid.");
            }
            if (!Checksums.isValue(declared.algorithm(), declared.value())) {
                throw invalid(
                        "Value for " + PREFIX + declared.algorithm().toLowerCase(Locale.ROOT) + " header is invalid.");
            }
        }
        return found.stream().findFirst();
    }

    /**
     * The algorithm of the checksum that a request announces as a trailing field.
     *
     * @throws WireException if it announces anything but a checksum that S3 has
     */
    public static Optional<String> trailer(HttpHeaders headers) throws WireException {
        String name = headers.first(TRAILER).orElse("").trim().toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String algorithm =
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()).toUpperCase(Locale.ROOT) : "";
        if (!Checksums.known(algorithm)) {
            throw invalid("The value specified in the x-amz-trailer header is not supported");
        }
        return Optional.of(algorithm);
    }

    /**
     * The request with a body that is checked as it is read.
     *
     * @throws WireException if what is said of it is not in its form, contradicts itself or is missing
     */
    public static HttpRequest bind(HttpRequest request, OperationModel operation) throws WireException {
        requirePayload(request.headers(), operation);
        List<Check> checks = new ArrayList<>();
        Structure input = operation.input();
        if (input != null && RestBodies.hasMembers(input)) {
            checks.addAll(md5(request.headers()));
        }
        // elsewhere checksums speak of the object, as at the end of an upload
        if (input != null && input.member("ChecksumAlgorithm") != null) {
            checks.addAll(checksums(request.headers()));
        }
        if (checks.isEmpty() && operation.httpChecksumRequired() && DEMANDING.contains(operation.name())) {
            throw invalid("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        return checks.isEmpty() ? request : request.withBody(new CheckedStream(request.body(), checks));
    }

    /** Only the bodies of objects and parts come in chunks. */
    private static void requirePayload(HttpHeaders headers, OperationModel operation) throws WireException {
        boolean chunked = headers.first("x-amz-content-sha256")
                .filter(value -> value.startsWith("STREAMING-"))
                .isPresent();
        Member payload = operation.input() == null ? null : operation.input().payload();
        if (chunked && !(payload != null && payload.shape() instanceof Scalar scalar && scalar.streaming())) {
            throw invalid("The value of x-amz-content-sha256 header is invalid.");
        }
    }

    private static List<Check> md5(HttpHeaders headers) throws WireException {
        Optional<String> md5 = headers.first("Content-MD5");
        if (md5.isEmpty()) {
            return List.of();
        }
        if (!Checksums.isValue("MD5", md5.get())) {
            throw new WireException(WireError.of("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
                    .with("Content-MD5", md5.get()));
        }
        return List.of(new Check("MD5", md5.get(), OTHER_MD5));
    }

    private static List<Check> checksums(HttpHeaders headers) throws WireException {
        Optional<Declared> header = header(headers);
        Optional<String> trailer = trailer(headers);
        if (header.isPresent() && trailer.isPresent()) {
            throw invalid("Expecting a single x-amz-checksum- header");
        }
        requireAgreed(headers, header.map(Declared::algorithm).or(() -> trailer).orElse(null));
        List<Check> checks = new ArrayList<>();
        header.ifPresent(
                declared -> checks.add(new Check(declared.algorithm(), declared.value(), text(declared.algorithm()))));
        trailer.ifPresent(algorithm -> checks.add(new Check(algorithm, null, text(algorithm))));
        return checks;
    }

    /** What an SDK says that it reckons with must be the algorithm of the checksum that comes. */
    private static void requireAgreed(HttpHeaders headers, @Nullable String given) throws WireException {
        String said = headers.first(SDK_ALGORITHM).orElse("").toUpperCase(Locale.ROOT);
        if (!Checksums.known(said)) {
            return; // what is none is refused with the other members
        }
        if (given == null) {
            throw invalid(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer"
                            + " headers were found.");
        }
        if (!given.equals(said)) {
            throw invalid("Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }
    }

    private static String text(String algorithm) {
        return "The " + algorithm + " you specified did not match the calculated checksum.";
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
                String expected = check.expected != null ? check.expected : trailing(check.algorithm);
                String value = check.running.value();
                if (!value.equals(expected)) {
                    throw new RejectedBodyException(badDigest(check, expected, value));
                }
            }
        }

        private String trailing(String algorithm) throws IOException {
            String name = PREFIX + algorithm.toLowerCase(Locale.ROOT);
            String value = trailers().get(name);
            if (value == null) { // a body in one piece has no trailing fields
                throw new RejectedBodyException(WireError.of(
                        "MalformedTrailerError",
                        400,
                        "The request contained trailing data that was not well-formed or did not conform to our published"
                                + " schema."));
            }
            if (!Checksums.isValue(algorithm, value)) {
                throw new RejectedBodyException(
                        WireError.of("InvalidRequest", 400, "Value for " + name + " trailing header is invalid."));
            }
            return value;
        }

        /** Of a Content-MD5 S3 tells both values: the expected one in hexadecimal digits. */
        private static WireError badDigest(Check check, String expected, String value) {
            WireError error = WireError.of("BadDigest", 400, check.text);
            return check.text.equals(OTHER_MD5)
                    ? error.with(
                                    "ExpectedDigest",
                                    HexFormat.of().formatHex(Base64.getDecoder().decode(expected)))
                            .with("CalculatedDigest", value)
                    : error;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
