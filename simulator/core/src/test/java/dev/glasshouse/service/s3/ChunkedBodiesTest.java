package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.ChecksumAlgorithm;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.PayloadBinding;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies in unsigned chunks, whose checksum comes behind them. How chunks are read: {@code AwsChunkedInputStreamTest}. */
class ChunkedBodiesTest {

    private static final String UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static final TestCloud CLOUD = new TestCloud("chunked-bodies");
    private static final Credentials ADMIN = CLOUD.control().administrator(TestCloud.ACCOUNT);

    @BeforeAll
    static void furnish() {
        assertThat(send("PUT", "/chunks", null, "UNSIGNED-PAYLOAD", List.of(), "")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static HttpResponse send(
            String method, String path, @Nullable String query, String payload, List<String> fields, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpHeaders.Builder headers = HttpHeaders.builder();
        headers.add("Host", "s3.amazonaws.com");
        if (fields.stream().noneMatch(field -> field.startsWith("Transfer-Encoding"))) {
            headers.add("Content-Length", Integer.toString(bytes.length));
        }
        for (String field : fields) {
            int colon = field.indexOf(':');
            headers.add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        HttpRequest plain = new HttpRequest(
                method, path, query, headers.build(), new ByteArrayInputStream(bytes), Connection.IN_PROCESS);
        HttpRequest signed = new RequestSigner(ADMIN.accessKeyId(), ADMIN.secretAccessKey(), null, "us-east-1", "s3")
                .sign(plain, payload, CLOUD.simulator().sandboxes().wallClock().now());
        return CLOUD.simulator().handle(signed, CLOUD.sandbox());
    }

    private static String text(HttpResponse answer) {
        try (InputStream in = answer.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sum(String algorithm, String text) {
        Checksums.Running running = Checksums.begin(algorithm);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    private static HttpResponse put(String trailer, String declared, String... more) {
        List<String> fields =
                new ArrayList<>(List.of("Content-Encoding: aws-chunked", "x-amz-decoded-content-length: 5"));
        if (!declared.isEmpty()) {
            fields.add("x-amz-trailer: " + declared);
        }
        fields.addAll(List.of(more));
        String line = trailer.isEmpty() ? "" : trailer + "\r\n";
        return send("PUT", "/chunks/key", null, UNSIGNED, fields, "5\r\nhello\r\n0\r\n" + line + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void a_checksum_of_any_algorithm_may_come_behind_the_body(ChecksumAlgorithm algorithm) {
        String name = "x-amz-checksum-" + algorithm.name().toLowerCase(Locale.ROOT);
        String value = sum(algorithm.name(), "hello");
        HttpResponse answer = put(name + ":" + value, name, "x-amz-sdk-checksum-algorithm: " + algorithm.name());
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().first(name)).contains(value);
        assertThat(answer.headers().first("x-amz-checksum-type")).contains("FULL_OBJECT");
        HttpResponse head =
                send("HEAD", "/chunks/key", null, "UNSIGNED-PAYLOAD", List.of("x-amz-checksum-mode: ENABLED"), "");
        assertThat(head.headers().first(name)).contains(value);
        assertThat(head.headers().first("Content-Encoding")).isEmpty();
        HttpResponse wrong = put(name + ":" + sum(algorithm.name(), "hallo"), name);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(text(wrong))
                .contains("<Code>BadDigest</Code><Message>The " + algorithm.name()
                        + " you specified did not match the calculated checksum.</Message>")
                .doesNotContain("CalculatedDigest");
    }

    @Test
    void a_body_without_a_trailing_checksum_gets_one() {
        HttpResponse answer = put("", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("x-amz-checksum-crc64nvme")).contains(sum("CRC64NVME", "hello"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-amz-checksum-crc32:NhCmhg== | '' | '' | MalformedTrailerError",
                "'' | x-amz-checksum-crc32 | '' | MalformedTrailerError",
                "x-amz-checksum-crc32:NhCmhg== | x-amz-checksum-sha1 | '' | MalformedTrailerError",
                ":NhCmhg== | x-amz-checksum-crc32 | '' | MalformedTrailerError",
                "x-amz-checksum-crc32:NhC | x-amz-checksum-crc32 | '' |"
                        + " Value for x-amz-checksum-crc32 trailing header is invalid.",
                "x-test:1 | x-test | '' | The value specified in the x-amz-trailer header is not supported",
                "x-amz-checksum-crc32:NhCmhg== | x-amz-checksum-crc32 | x-amz-sdk-checksum-algorithm: SHA1 |"
                        + " Value for x-amz-sdk-checksum-algorithm header is invalid.",
                "x-amz-checksum-crc32:NhCmhg== | x-amz-checksum-crc32 | x-amz-checksum-crc32: NhCmhg== |"
                        + " <Message>Expecting a single x-amz-checksum- header</Message>"
            })
    void trailing_fields_that_are_not_those_announced_are_refused(
            String trailer, String declared, String field, String expected) {
        HttpResponse answer = field.isEmpty() ? put(trailer, declared) : put(trailer, declared, field);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"x-amz-decoded-content-length: abc", "x-test: 1"})
    void the_length_of_what_is_in_the_chunks_must_be_said(String field) {
        HttpResponse answer = send("PUT", "/chunks/key", null, UNSIGNED, List.of(field), "0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(411);
        assertThat(text(answer)).contains("<Code>MissingContentLength</Code>");
    }

    @Test
    void a_body_of_another_length_says_both() {
        HttpResponse answer = send(
                "PUT",
                "/chunks/key",
                null,
                UNSIGNED,
                List.of("x-amz-decoded-content-length: 3"),
                "5\r\nhello\r\n0\r\n\r\n");
        assertThat(text(answer))
                .contains("<Code>IncompleteBody</Code><Message>You did not provide the number of bytes specified by the"
                        + " Content-Length HTTP header</Message><NumberBytesExpected>3</NumberBytesExpected>"
                        + "<NumberBytesProvided>5</NumberBytesProvided>");
    }

    @Test
    void configurations_do_not_come_in_chunks() {
        HttpResponse answer = send(
                "PUT", "/chunks", "versioning=", UNSIGNED, List.of("x-amz-decoded-content-length: 0"), "0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("The value of x-amz-content-sha256 header is invalid.");
    }

    @Test
    void aws_chunked_beside_a_hash_is_the_objects_own_coding() {
        String hash = PayloadBinding.hash("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(send("PUT", "/chunks/own", null, hash, List.of("Content-Encoding: aws-chunked"), "hello")
                        .status())
                .isEqualTo(200);
        HttpResponse head = send("HEAD", "/chunks/own", null, "UNSIGNED-PAYLOAD", List.of(), "");
        assertThat(head.headers().first("Content-Encoding")).contains("aws-chunked");
    }

    @Test
    void chunks_of_http_itself_are_taken_around_those_of_aws_alone() {
        HttpResponse bare =
                send("PUT", "/chunks/key", null, "UNSIGNED-PAYLOAD", List.of("Transfer-Encoding: chunked"), "hello");
        assertThat(bare.status()).isEqualTo(501);
        assertThat(text(bare))
                .contains("<Code>NotImplemented</Code><Message>A header you provided implies functionality that is not"
                        + " implemented</Message><Header>Transfer-Encoding</Header>");
        HttpResponse around = send(
                "PUT",
                "/chunks/key",
                null,
                UNSIGNED,
                List.of("Transfer-Encoding: chunked", "x-amz-decoded-content-length: 5"),
                "5\r\nhello\r\n0\r\n\r\n");
        assertThat(around.status()).isEqualTo(200);
    }
}
