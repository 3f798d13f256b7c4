package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Pages of other sites: what a bucket lets them read, and what browsers are told. */
class CorsTest {

    private final TestCloud cloud = new TestCloud("cors", Age.Y2022);
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket").acl("public-read"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private HttpResponse send(String method, String... headers) {
        HttpHeaders.Builder all = HttpHeaders.builder().add("Host", "127.0.0.1:4566");
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return cloud.simulator()
                .handle(
                        new HttpRequest(
                                method,
                                "/bucket",
                                null,
                                all.build(),
                                InputStream.nullInputStream(),
                                Connection.IN_PROCESS),
                        cloud.sandbox());
    }

    private static String body(HttpResponse response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.body().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void rule(CORSRule rule) {
        s3.putBucketCors(request -> request.bucket("bucket").corsConfiguration(cors -> cors.corsRules(rule)));
    }

    private static CORSRule.Builder get(String origin) {
        return CORSRule.builder().allowedMethods("GET").allowedOrigins(origin);
    }

    @Test
    void aConfigurationIsKeptAndTakenAway() {
        assertThat(failure(() -> s3.getBucketCors(request -> request.bucket("bucket"))))
                .isEqualTo("NoSuchCORSConfiguration 404 The CORS configuration does not exist");
        CORSRule rule = get("https://*.example")
                .id("one")
                .allowedHeaders("x-*")
                .exposeHeaders("ETag")
                .maxAgeSeconds(3000)
                .build();
        rule(rule);
        assertThat(s3.getBucketCors(request -> request.bucket("bucket")).corsRules())
                .containsExactly(rule);
        s3.deleteBucketCors(request -> request.bucket("bucket"));
        assertThat(failure(() -> s3.getBucketCors(request -> request.bucket("bucket"))))
                .startsWith("NoSuchCORSConfiguration 404");
    }

    @Test
    void whatNoBrowserCouldUseIsRefused() {
        assertThat(failure(() -> rule(get("*").allowedMethods("MYMETHOD").build())))
                .isEqualTo("InvalidRequest 400 Found unsupported HTTP method in CORS config. Unsupported method is"
                        + " MYMETHOD");
        assertThat(failure(() -> rule(get("*.*.example").build())))
                .isEqualTo("InvalidRequest 400 AllowedOrigin \"*.*.example\" can not have more than one wildcard.");
        assertThat(failure(() -> rule(get("*").exposeHeaders("x-*").build())))
                .startsWith("InvalidRequest 400 ExposeHeader \"x-*\" contains wildcard.");
    }

    @Test
    void answersSayWhichPagesMayReadThem() {
        rule(get("https://*.example").exposeHeaders("ETag").maxAgeSeconds(3000).build());
        HttpHeaders headers = send("GET", "Origin", "https://www.example").headers();
        assertThat(headers.first("Access-Control-Allow-Origin")).contains("https://www.example");
        assertThat(headers.first("Access-Control-Allow-Credentials")).contains("true");
        assertThat(headers.first("Access-Control-Allow-Methods")).contains("GET");
        assertThat(headers.first("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(headers.first("Access-Control-Max-Age")).contains("3000");
        assertThat(headers.first("Vary"))
                .contains("Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
        assertThat(send("GET", "Origin", "https://www.other").headers().first("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(send("GET").headers().first("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void forEverybodyIsWithoutCredentials() {
        rule(get("*").build());
        HttpHeaders headers = send("GET", "Origin", "https://www.example").headers();
        assertThat(headers.first("Access-Control-Allow-Origin")).contains("*");
        assertThat(headers.first("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void aPreflightIsAnsweredByTheRuleThatFits() throws IOException {
        rule(CORSRule.builder()
                .allowedMethods("PUT")
                .allowedOrigins("https://www.example")
                .allowedHeaders("x-amz-*")
                .build());
        HttpResponse fits = send(
                "OPTIONS",
                "Origin",
                "https://www.example",
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "X-Amz-Acl, x-amz-date");
        assertThat(fits.status()).isEqualTo(200);
        assertThat(fits.headers().first("Access-Control-Allow-Headers")).contains("x-amz-acl, x-amz-date");
        HttpResponse other =
                send("OPTIONS", "Origin", "https://www.example", "Access-Control-Request-Method", "DELETE");
        assertThat(other.status()).isEqualTo(403);
        assertThat(body(other))
                .contains("<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.")
                .contains("<Method>DELETE</Method><ResourceType>BUCKET</ResourceType>");
        assertThat(send(
                                "OPTIONS",
                                "Origin",
                                "https://www.example",
                                "Access-Control-Request-Method",
                                "PUT",
                                "Access-Control-Request-Headers",
                                "content-type")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void everyAnswerToABrowserSaysWhichPagesMayReadIt() throws IOException {
        rule(CORSRule.builder()
                .allowedMethods("GET", "POST")
                .allowedOrigins("https://www.example")
                .build());
        String origin = "https://www.example";
        HttpResponse preflight = send("OPTIONS", "Origin", origin, "Access-Control-Request-Method", "GET");
        assertThat(preflight.headers().first("x-amz-request-id")).isPresent();
        assertThat(preflight.headers().first("x-amz-id-2")).isPresent();
        HttpResponse refused = send("OPTIONS", "Origin", origin, "Access-Control-Request-Method", "PUT");
        assertThat(refused.headers().first("Access-Control-Allow-Origin")).isEmpty();
        // what is refused before anybody is known
        HttpResponse unknown = send(
                "GET",
                "Origin",
                origin,
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261125/us-east-1/s3/aws4_request, SignedHeaders=host,"
                        + " Signature=0",
                "X-Amz-Date",
                "20261125T000000Z");
        assertThat(body(unknown)).contains("<Code>InvalidAccessKeyId</Code>");
        assertThat(unknown.headers().first("Access-Control-Allow-Origin")).contains(origin);
        HttpResponse noForm = send("POST", "Origin", origin, "Content-Type", "text/plain");
        assertThat(noForm.status()).isEqualTo(412);
        assertThat(noForm.headers().first("Access-Control-Allow-Origin")).contains(origin);
        HttpResponse form = send(
                "POST", "Origin", origin, "Content-Length", "0", "Content-Type", "multipart/form-data; boundary=b");
        assertThat(form.status()).isEqualTo(400);
        assertThat(form.headers().first("Access-Control-Allow-Origin")).contains(origin);
    }

    @Test
    void aPreflightWithoutOriginMethodOrConfigurationIsRefused() throws IOException {
        assertThat(body(send("OPTIONS", "Origin", "https://www.example", "Access-Control-Request-Method", "GET")))
                .contains("<Message>CORSResponse: CORS is not enabled for this bucket.</Message>");
        HttpResponse none = send("OPTIONS");
        assertThat(none.status()).isEqualTo(400);
        assertThat(body(none)).contains("Insufficient information. Origin request header needed.");
        assertThat(send("OPTIONS", "Origin", "https://www.example").status()).isEqualTo(400);
    }
}
