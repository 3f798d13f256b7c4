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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Ways past authentication that simulators of AWS have had; each is shut here. */
class AuthenticationPitfallsTest {

    private static final String FORM = "Action=GetCallerIdentity&Version=2011-06-15";
    private final TestCloud cloud = new TestCloud();
    private Credentials admin = cloud.control().administrator(TestCloud.ACCOUNT);

    @BeforeEach
    void furnish() {
        cloud.admin(S3Client.builder()).createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Instant wall() {
        return cloud.sandbox().host().wallClock().now();
    }

    private static HttpRequest request(
            String method, String path, @Nullable String query, byte[] body, String... more) {
        HttpHeaders.Builder headers = HttpHeaders.builder().add("Host", "127.0.0.1:4566");
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        headers.add("Content-Length", Integer.toString(body.length));
        return new HttpRequest(
                method, path, query, headers.build(), new ByteArrayInputStream(body), Connection.IN_PROCESS);
    }

    private static HttpRequest form(String body) {
        return request("POST", "/", null, bytes(body), "Content-Type", "application/x-www-form-urlencoded");
    }

    private static RequestSigner signer(Credentials keys, String service) {
        return new RequestSigner(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken(), "us-east-1", service);
    }

    private HttpRequest identity(Credentials keys) {
        return signer(keys, "sts").sign(form(FORM), sha256(bytes(FORM)), wall());
    }

    private String answer(HttpRequest request) {
        HttpResponse response = cloud.simulator().handle(request, cloud.sandbox());
        try (var in = response.body().open()) {
            return response.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest with(HttpRequest request, String name, String value) {
        return request.withHeaders(
                request.headers().toBuilder().set(name, value).build());
    }

    private static String authorization(HttpRequest request) {
        return request.headers().first("Authorization").orElseThrow();
    }

    @Test
    void a1_a_forged_signature_and_a_tampered_presigned_url_are_refused() {
        HttpRequest signed = identity(admin);
        assertThat(answer(signed)).startsWith("200 ");
        String forged = authorization(signed).replaceFirst("Signature=....", "Signature=0000");
        assertThat(answer(with(form(FORM).withHeaders(signed.headers()), "Authorization", forged)))
                .startsWith("403 ")
                .contains("<Code>SignatureDoesNotMatch</Code>");
        HttpRequest presigned = signer(admin, "s3")
                .presign(request("GET", "/bucket/a", null, new byte[0]), Duration.ofMinutes(5), wall());
        assertThat(answer(presigned)).contains("<Code>NoSuchKey</Code>");
        HttpRequest other = new HttpRequest(
                "GET", "/bucket/b", presigned.rawQuery(), presigned.headers(), presigned.body(), Connection.IN_PROCESS);
        assertThat(answer(other)).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void a2_a_body_that_is_not_the_signed_one_is_refused() {
        HttpRequest signed = identity(admin);
        byte[] swapped = bytes("Action=GetSessionToken&Version=2011-06-15");
        assertThat(answer(signed.withBody(new ByteArrayInputStream(swapped))))
                .contains("<Code>SignatureDoesNotMatch</Code>");
        HttpRequest put = signer(admin, "s3")
                .sign(request("PUT", "/bucket/a", null, bytes("hello")), sha256(bytes("hello")), wall());
        assertThat(answer(put.withBody(new ByteArrayInputStream(bytes("HELLO")))))
                .startsWith("400 ")
                .contains("<Code>XAmzContentSHA256Mismatch</Code>");
        assertThat(answer(signer(admin, "s3")
                        .sign(request("GET", "/bucket/a", null, new byte[0]), "UNSIGNED-PAYLOAD", wall())))
                .contains("<Code>NoSuchKey</Code>");
    }

    @Test
    void a3_a_captured_request_is_not_good_after_its_window() {
        HttpRequest old = signer(admin, "sts").sign(form(FORM), sha256(bytes(FORM)), wall().minusSeconds(301));
        assertThat(answer(old)).startsWith("403 ").contains("<Code>SignatureDoesNotMatch</Code>", "Signature expired");
        HttpRequest oldS3 = signer(admin, "s3")
                .sign(request("GET", "/bucket/a", null, new byte[0]), "UNSIGNED-PAYLOAD", wall().minusSeconds(901));
        assertThat(answer(oldS3)).startsWith("403 ").contains("<Code>RequestTimeTooSkewed</Code>");
        HttpRequest early = signer(admin, "sts").sign(form(FORM), sha256(bytes(FORM)), wall().plusSeconds(400));
        assertThat(answer(early)).contains("Signature not yet current");
    }

    @Test
    void a4_temporary_keys_need_their_own_token() {
        String body = "Action=GetSessionToken&Version=2011-06-15";
        String answer = answer(signer(admin, "sts").sign(form(body), sha256(bytes(body)), wall()));
        Credentials session = new Credentials(
                admin.principal(),
                between(answer, "<AccessKeyId>"),
                between(answer, "<SecretAccessKey>"),
                between(answer, "<SessionToken>"));
        assertThat(answer(identity(session))).startsWith("200 ");
        for (String token : new @Nullable String[] {null, "", session.sessionToken() + "x"}) {
            Credentials without =
                    new Credentials(session.principal(), session.accessKeyId(), session.secretAccessKey(), token);
            assertThat(answer(identity(without)))
                    .as("token %s", token)
                    .startsWith("403 ")
                    .contains("<Code>InvalidClientTokenId</Code>");
        }
        Credentials made = new Credentials("", "ASIA" + admin.accessKeyId().substring(4), "s", "t");
        assertThat(answer(identity(made))).contains("<Code>InvalidClientTokenId</Code>");
        cloud.advance(Duration.ofHours(13));
        assertThat(answer(identity(session))).contains("<Code>ExpiredToken</Code>");
    }

    private static String between(String text, String tag) {
        int from = text.indexOf(tag) + tag.length();
        return text.substring(from, text.indexOf('<', from));
    }

    @Test
    void a5_a_key_that_nobody_has_is_no_secret_of_its_own() {
        for (String id : new String[] {"AKIAIOSFODNN7EXAMPLE", "test", "AKIA", admin.accessKeyId() + "A"}) {
            assertThat(answer(identity(new Credentials("", id, id, null))))
                    .as(id)
                    .startsWith("403 ")
                    .contains("<Code>InvalidClientTokenId</Code>");
        }
    }

    @Test
    void a6_no_signature_makes_nobody_root() {
        assertThat(answer(form(FORM))).startsWith("403 ").contains("<Code>MissingAuthenticationToken</Code>");
        // S3 sends nobody to its page
        assertThat(answer(request("GET", "/", null, new byte[0]))).isEqualTo("307 ");
        assertThat(answer(request("PUT", "/bucket/a", null, bytes("x")))).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void a7_a_credential_is_not_smuggled_past_its_algorithm_or_its_service() {
        HttpRequest signed = identity(admin);
        String bare = authorization(signed).substring("AWS4-HMAC-SHA256 ".length());
        assertThat(answer(with(form(FORM).withHeaders(signed.headers()), "Authorization", bare)))
                .startsWith("400 ")
                .contains("<Code>IncompleteSignature</Code>");
        byte[] none = bytes("{}");
        HttpRequest crossed = signer(admin, "sts")
                .sign(
                        request(
                                "POST",
                                "/",
                                null,
                                none,
                                "Content-Type",
                                "application/x-amz-json-1.1",
                                "X-Amz-Target",
                                "TrentService.ListKeys"),
                        sha256(none),
                        wall());
        assertThat(answer(crossed)).startsWith("4").doesNotContain("Keys\":");
    }

    @Test
    void a8_the_signing_name_of_express_buckets_opens_no_other_bucket() {
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            HttpRequest express = signer(admin, "s3express")
                    .sign(
                            request(method, "/bucket/a", null, new byte[0], "x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
                            "UNSIGNED-PAYLOAD",
                            wall());
            assertThat(answer(express))
                    .startsWith("400 ")
                    .contains(
                            "<Code>AuthorizationHeaderMalformed</Code>",
                            "incorrect service &quot;s3express&quot;. This endpoint belongs to &quot;s3&quot;.");
        }
    }

    @Test
    void a9_a_url_is_presigned_for_a_second_to_seven_days_and_asks_the_policies_too() {
        HttpRequest get = request("GET", "/bucket/a", null, new byte[0]);
        assertThat(answer(signer(admin, "s3").presign(get, Duration.ofDays(7), wall())))
                .contains("<Code>NoSuchKey</Code>");
        for (Duration wrong : new Duration[] {Duration.ofDays(7).plusSeconds(1), Duration.ofSeconds(-1)}) {
            assertThat(answer(signer(admin, "s3").presign(get, wrong, wall())))
                    .contains("<Code>AuthorizationQueryParametersError</Code>");
        }
        assertThat(answer(signer(admin, "s3").presign(get, Duration.ZERO, wall().minusSeconds(1))))
                .contains("Request has expired");
        assertThat(answer(signer(admin, "s3").presign(get, Duration.ofHours(1), wall().plusSeconds(1200))))
                .contains("Request is not yet valid");
        Credentials nobody = cloud.user("nobody", null);
        assertThat(answer(signer(nobody, "s3").presign(get, Duration.ofHours(1), wall())))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code>");
    }

    @Test
    void a9_a_policy_against_unsigned_bodies_is_one_against_presigned_urls() {
        cloud.admin(S3Client.builder())
                .putBucketPolicy(request -> request.bucket("bucket")
                        .policy("{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\","
                                + "\"Resource\":\"arn:aws:s3:::bucket/*\",\"Condition\":{\"StringEquals\":"
                                + "{\"s3:x-amz-content-sha256\":\"UNSIGNED-PAYLOAD\"}}}]}"));
        HttpRequest put = request("PUT", "/bucket/a", null, bytes("x"));
        assertThat(answer(signer(admin, "s3").presign(put, Duration.ofHours(1), wall())))
                .startsWith("403 ")
                .contains("with an explicit deny in a resource-based policy");
        assertThat(answer(signer(admin, "s3").sign(put, sha256(bytes("x")), wall())))
                .startsWith("200 ");
    }

    @Test
    void a10_each_family_of_services_has_its_own_code_for_an_unknown_key() {
        Credentials unknown = new Credentials("", "AKIAIOSFODNN7EXAMPLE", "secret", null);
        assertThat(answer(identity(unknown))).contains("<Code>InvalidClientTokenId</Code>");
        assertThat(answer(signer(unknown, "s3")
                        .sign(request("GET", "/bucket", null, new byte[0]), "UNSIGNED-PAYLOAD", wall())))
                .startsWith("403 ")
                .contains("<Code>InvalidAccessKeyId</Code>");
        byte[] none = bytes("{}");
        HttpRequest json = request(
                "POST",
                "/",
                null,
                none,
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "TrentService.ListKeys");
        assertThat(answer(signer(unknown, "kms").sign(json, sha256(none), wall())))
                .startsWith("400 ")
                .contains("\"__type\":\"UnrecognizedClientException\"");
    }
}
