package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What S3 says of signatures that are malformed, incomplete, of another place or too late. */
class SigningRefusalsTest {

    private static final TestCloud CLOUD = new TestCloud("signing-refusals");
    private static final Credentials ADMIN = CLOUD.control().administrator(TestCloud.ACCOUNT);
    private static final HttpRequest LIST = new HttpRequest(
            "GET",
            "/",
            null,
            HttpHeaders.of("Host", "s3.amazonaws.com"),
            new ByteArrayInputStream(new byte[0]),
            Connection.IN_PROCESS);

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static Instant now() {
        return CLOUD.simulator().sandboxes().wallClock().now();
    }

    private static RequestSigner signer(@Nullable String token) {
        return new RequestSigner(ADMIN.accessKeyId(), ADMIN.secretAccessKey(), token, "us-east-1", "s3");
    }

    private static String send(HttpRequest request) {
        HttpResponse answer = CLOUD.simulator().handle(request, CLOUD.sandbox());
        return BrowserForms.text(answer);
    }

    static Stream<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SigningRefusalsTest.class.getResourceAsStream("signing-refusals.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_signature_is_refused_with_the_words_of_s3(String line) {
        Instant at = now();
        String day =
                DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC).format(at);
        String[] parts =
                line.replace("<key>", ADMIN.accessKeyId()).replace("<day>", day).split(" \\| ", 5);
        HttpRequest request;
        if (parts[0].startsWith("?")) {
            HttpRequest right = signer(null).presign(LIST, Duration.ofSeconds(900), at);
            request = new HttpRequest(
                    "GET",
                    "/",
                    replaced(String.valueOf(right.rawQuery()), parts[0].substring(1), parts[1]),
                    right.headers(),
                    right.body(),
                    right.connection());
        } else {
            HttpRequest right = signer(null).sign(LIST, "UNSIGNED-PAYLOAD", at);
            String authorization = right.headers().first("Authorization").orElse("");
            request = right.withHeaders(right.headers().toBuilder()
                    .set("Authorization", parts[0].equals("!") ? parts[1] : replaced(authorization, parts[0], parts[1]))
                    .build());
        }
        int space = parts[2].indexOf(' ');
        String answer = send(request).replace("&lt;", "<").replace("&gt;", ">");
        assertThat(answer)
                .startsWith(parts[2].substring(0, space) + " ")
                .contains("<Error><Code>" + parts[2].substring(space + 1) + "</Code><Message>" + parts[3]);
        if (parts.length == 5) {
            assertThat(answer).contains("</Message>" + parts[4]);
        }
    }

    private static String replaced(String text, String what, String by) {
        assertThat(text).contains(what);
        return text.replace(what, by);
    }

    @Test
    void a_request_is_good_for_a_quarter_of_an_hour_and_a_url_until_it_expires() {
        assertThat(send(signer(null).sign(LIST, "UNSIGNED-PAYLOAD", now().minusSeconds(890))))
                .startsWith("200 ");
        assertThat(send(signer(null).sign(LIST, "UNSIGNED-PAYLOAD", Instant.parse("2019-01-01T00:00:00Z"))))
                .startsWith("403 ")
                .contains(
                        "<Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the"
                                + " current time is too large.</Message><RequestTime>20190101T000000Z</RequestTime><ServerTime>")
                .contains("Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>");
        assertThat(send(signer(null).presign(LIST, Duration.ofSeconds(10), Instant.parse("2019-01-01T00:00:00Z"))))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"
                        + "<X-Amz-Expires>10</X-Amz-Expires><Expires>2019-01-01T00:00:10Z</Expires><ServerTime>");
        assertThat(send(signer(null).presign(LIST, Duration.ofSeconds(10), now().plusSeconds(1_000))))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code><Message>Request is not yet valid</Message>");
    }

    @Test
    void a_token_where_none_belongs_is_told_back() {
        assertThat(send(signer("made-up").sign(LIST, "UNSIGNED-PAYLOAD", now())))
                .startsWith("400 ")
                .contains("<Code>InvalidToken</Code><Message>The provided token is malformed or otherwise invalid."
                        + "</Message><Token-0>made-up</Token-0>");
    }

    @Test
    void what_stands_for_the_body_is_a_hash_or_one_of_six_words() {
        assertThat(send(signer(null).sign(LIST, "garbage", now())))
                .startsWith("400 ")
                .contains("<Code>InvalidArgument</Code><Message>x-amz-content-sha256 must be UNSIGNED-PAYLOAD, ")
                .contains("<ArgumentName>x-amz-content-sha256</ArgumentName><ArgumentValue>garbage</ArgumentValue>");
        HttpRequest signed = signer(null).sign(LIST, "UNSIGNED-PAYLOAD", now());
        HttpHeaders without =
                signed.headers().toBuilder().remove("x-amz-content-sha256").build();
        assertThat(send(signed.withHeaders(without)))
                .startsWith("400 ")
                .contains("<Code>InvalidRequest</Code><Message>Missing required header for this request:"
                        + " x-amz-content-sha256</Message>");
    }
}
