package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each line of {@code wire-refusals.txt}: a request as it stands on the wire, and how S3 answers it. Whatever the refusal,
 * nothing is written.
 */
class WireRefusalsTest {

    private static final TestCloud CLOUD = new TestCloud("wire-refusals");
    private static final Credentials ADMIN = CLOUD.control().administrator(TestCloud.ACCOUNT);
    private static String upload = "";

    @BeforeAll
    static void furnish() {
        assertThat(send("PUT", "/plain", List.of(), "").status()).isEqualTo(200);
        assertThat(send("PUT", "/plain/key", List.of(), "0123456789").status()).isEqualTo(200);
        String begun = text(send("POST", "/plain/up?uploads", List.of(), ""));
        upload = begun.substring(begun.indexOf("<UploadId>") + 10, begun.indexOf("</UploadId>"));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static HttpResponse send(String method, String target, List<String> fields, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpHeaders.Builder headers = HttpHeaders.builder();
        headers.add("Host", "s3.amazonaws.com");
        headers.add("Content-Length", Integer.toString(bytes.length));
        HttpHeaders.Builder late = HttpHeaders.builder();
        for (String field : fields) {
            int colon = field.indexOf(':');
            // what begins with an exclamation mark is put in after signing
            (field.startsWith("!") ? late : headers)
                    .add(
                            field.substring(field.startsWith("!") ? 1 : 0, colon),
                            field.substring(colon + 1).strip());
        }
        int query = target.indexOf('?');
        HttpRequest plain = new HttpRequest(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                headers.build(),
                new ByteArrayInputStream(bytes),
                Connection.IN_PROCESS);
        HttpRequest signed = new RequestSigner(ADMIN.accessKeyId(), ADMIN.secretAccessKey(), null, "us-east-1", "s3")
                .sign(
                        plain,
                        "UNSIGNED-PAYLOAD",
                        CLOUD.simulator().sandboxes().wallClock().now());
        HttpHeaders.Builder all = signed.headers().toBuilder();
        late.build().forEach(all::set);
        return CLOUD.simulator().handle(signed.withHeaders(all.build()), CLOUD.sandbox());
    }

    private static String text(HttpResponse answer) {
        try (InputStream in = answer.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">");
        int end = xml.indexOf("</" + name + ">");
        return start < 0 || end < 0
                ? ""
                : xml.substring(start + name.length() + 2, end)
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
    }

    private static String md5(String body) {
        return Base64.getEncoder()
                .encodeToString(Checksums.digest("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(WireRefusalsTest.class.getResourceAsStream("wire-refusals.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_request_is_refused_as_recorded_and_writes_nothing(String line) {
        String[] parts = line.replace("<upload>", upload).split(" \\| ", 5);
        parts[1] = parts[1].replace("<md5>", md5(parts[2].strip()));
        int space = parts[0].indexOf(' ');
        List<String> fields = new ArrayList<>();
        for (String field : parts[1].split(";;")) {
            if (!field.isBlank()) {
                fields.add(field.strip());
            }
        }
        long before = CLOUD.sandbox().peek().sequence();
        HttpResponse answer =
                send(parts[0].substring(0, space), parts[0].substring(space + 1), fields, parts[2].strip());
        String body = text(answer);
        String detail = element(body, "Detail");
        assertThat(answer.status() + " " + element(body, "Code") + " | " + element(body, "Message")
                        + (detail.isEmpty() ? "" : " | " + detail))
                .as(body)
                .isEqualTo(parts[3] + " | " + parts[4]);
        assertThat(CLOUD.sandbox().peek().sequence()).isEqualTo(before);
    }
}
