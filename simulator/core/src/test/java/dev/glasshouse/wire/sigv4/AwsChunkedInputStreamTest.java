package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.crypto.HmacKey;
import dev.glasshouse.wire.RejectedBodyException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
                .isInstanceOfSatisfying(
                        RejectedBodyException.class,
                        e -> assertThat(e.error().code()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void trailersAreKnownAfterTheEnd() throws Exception {
        AwsChunkedInputStream in = stream(
                "5\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 6, true, "x-amz-checksum-crc32");
        assertThat(in.trailers()).isEmpty();
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello!");
        assertThat(in.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32", "NhCmhg=="));
    }

    @Test
    void trailersOtherThanTheAnnouncedAreRefused() {
        assertThat(code("0\r\n\r\n", 0, true, "x-amz-checksum-crc32")).isEqualTo("InvalidRequest");
        assertThat(code("0\r\nx-evil:1\r\n\r\n", 0, true)).isEqualTo("InvalidRequest");
        assertThat(code("0\r\na:1\r\n\r\n", 0, false)).isEqualTo("InvalidRequest");
    }

    @Test
    void aBodyOfAnotherLengthThanAnnouncedIsIncomplete() {
        assertThat(code("5\r\nhello\r\n0\r\n\r\n", 6, false)).isEqualTo("IncompleteBody");
        assertThat(code("5\r\nhello\r\n0\r\n\r\n", 4, false)).isEqualTo("IncompleteBody");
        assertThat(code("5\r\nhel", 5, false)).isEqualTo("IncompleteBody");
        assertThat(code("", 0, false)).isEqualTo("IncompleteBody");
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
                "5\r\nhelloXX0\r\n\r\n"
            })
    void aStreamThatIsNotWellFormedIsRefused(String body) {
        assertThat(code(body, -1, false)).isIn("InvalidRequest", "IncompleteBody");
    }

    @Test
    void anEndlessLineIsCutOff() {
        assertThat(code("5;chunk-signature=" + "a".repeat(100_000), -1, false)).isEqualTo("InvalidRequest");
    }
}
