package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.crypto.HmacKey;
import dev.glasshouse.wire.RejectedBodyException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsChunkedInputStreamTest {

    // AWS's example: 66,560 letters a in chunks of 64 KiB
    private static final String SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private static final byte[] KEY =
            Keys.derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524", "us-east-1", "s3");

    private static AwsChunkedInputStream stream(String body, long length, boolean trailing, String... trailers) {
        return new AwsChunkedInputStream(bytes(body), length, Set.of(trailers), trailing, null);
    }

    private static ByteArrayInputStream bytes(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static AwsChunkedInputStream signed(String second) {
        String body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
                + "a".repeat(65536) + "\r\n400;chunk-signature=" + second + "\r\n" + "a".repeat(1024)
                + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        return new AwsChunkedInputStream(
                bytes(body),
                66560,
                Set.of(),
                false,
                new AwsChunkedInputStream.ChunkSigning(
                        new SigningKey.Hmac(new HmacKey(KEY)),
                        "AKIAIOSFODNN7EXAMPLE",
                        "20130524T000000Z",
                        "20130524/us-east-1/s3/aws4_request",
                        SEED));
    }

    private static String code(String body, long length, boolean trailing, String... trailers) {
        String[] code = new String[1];
        assertThatThrownBy(() -> stream(body, length, trailing, trailers).readAllBytes())
                .isInstanceOfSatisfying(
                        RejectedBodyException.class, e -> code[0] = e.error().code());
        return code[0];
    }

    private static Map<String, String> details(String body, long length) {
        List<Map<String, String>> found = new ArrayList<>();
        assertThatThrownBy(() -> stream(body, length, false).readAllBytes())
                .isInstanceOfSatisfying(
                        RejectedBodyException.class, e -> found.add(e.error().details()));
        return found.get(0);
    }

    @Test
    void theSignedChunksOfAwssExampleAreGood() throws Exception {
        byte[] body = signed("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                .readAllBytes();
        assertThat(body).hasSize(66560).containsOnly((byte) 'a');
    }

    @Test
    void aChunkWithAnotherSignatureIsRefused() {
        assertThatThrownBy(() -> signed("1155627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                        .readAllBytes())
                .isInstanceOfSatisfying(RejectedBodyException.class, e -> {
                    assertThat(e.error().code()).isEqualTo("SignatureDoesNotMatch");
                    assertThat(e.error().httpStatus()).isEqualTo(403);
                    assertThat(e.error().details())
                            .containsEntry("AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE")
                            .containsEntry(
                                    "SignatureProvided",
                                    "1155627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                            .containsKeys("StringToSign", "StringToSignBytes");
                });
    }

    @Test
    void trailersAreKnownAfterTheEnd() throws Exception {
        AwsChunkedInputStream in =
                stream("6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 6, true, "x-amz-checksum-crc32");
        assertThat(in.trailers()).isEmpty();
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello!");
        assertThat(in.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32", "NhCmhg=="));
    }

    @Test
    void trailersOtherThanTheAnnouncedAreRefused() {
        assertThat(code("0\r\n\r\n", 0, true, "x-amz-checksum-crc32")).isEqualTo("MalformedTrailerError");
        assertThat(code("0\r\nx-evil:1\r\n\r\n", 0, true)).isEqualTo("MalformedTrailerError");
        assertThat(code("0\r\nx-evil\r\n\r\n", 0, true, "x-evil")).isEqualTo("MalformedTrailerError");
        assertThat(code("0\r\n:1\r\n\r\n", 0, true, "x-evil")).isEqualTo("MalformedTrailerError");
        assertThat(code("0\r\na:1\r\na:1\r\n\r\n", 0, true, "a")).isEqualTo("MalformedTrailerError");
    }

    @Test
    void trailingFieldsOfABodyThatHasNoneAreNoEndOfIt() {
        assertThat(code("0\r\na:1\r\n\r\n", 0, false)).isEqualTo("IncompleteBody");
    }

    @Test
    void aBodyThatMayHaveTrailingFieldsNeedHaveNone() throws Exception {
        assertThat(stream("5\r\nhello\r\n0\r\n\r\n", 5, true).readAllBytes()).hasSize(5);
    }

    @Test
    void aBodyOfAnotherLengthThanAnnouncedIsIncomplete() {
        assertThat(details("5\r\nhello\r\n0\r\n\r\n", 6))
                .isEqualTo(Map.of("NumberBytesExpected", "6", "NumberBytesProvided", "5"));
        assertThat(details("5\r\nhello\r\n0\r\n\r\n", 4))
                .isEqualTo(Map.of("NumberBytesExpected", "4", "NumberBytesProvided", "5"));
        assertThat(code("5\r\nhel", 5, false)).isEqualTo("IncompleteBody");
        assertThat(code("", 0, false)).isEqualTo("IncompleteBody");
    }

    @Test
    void onlyTheLastChunkMayBeSmall() throws Exception {
        String small = "1fff\r\n" + "a".repeat(8191) + "\r\n1\r\nb\r\n0\r\n\r\n";
        assertThat(code(small, 8192, false)).isEqualTo("InvalidChunkSizeError");
        assertThat(details(small, 8192)).isEqualTo(Map.of("Chunk", "2", "BadChunkSize", "8191"));
        String large = "2000\r\n" + "a".repeat(8192) + "\r\n1\r\nb\r\n0\r\n\r\n";
        assertThat(stream(large, 8193, false).readAllBytes()).hasSize(8193);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello",
                "fffffffff\r\n",
                "5 hello",
                "5\rXhello\r\n0\r\n\r\n",
                "5;evil=1\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "3\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\rX",
                "5\r\nhello\r\n0\r\n"
            })
    void aStreamThatIsNotWellFormedIsTakenForOneThatStopped(String body) {
        assertThat(code(body, -1, false)).isEqualTo("IncompleteBody");
        assertThat(details(body, -1)).isEmpty();
    }

    @Test
    void anEndlessLineIsCutOff() {
        assertThat(code("5;chunk-signature=" + "a".repeat(100_000), -1, false)).isEqualTo("IncompleteBody");
    }
}
