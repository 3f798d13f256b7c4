package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** S3's older signature, in which boto3 and the aws CLI presign by default. */
class SignatureV2Test {

    private final TestCloud cloud = new TestCloud();
    private final Credentials admin = cloud.control().administrator(TestCloud.ACCOUNT);

    @BeforeEach
    void furnish() {
        try (S3Client s3 = cloud.admin(S3Client.builder())) {
            s3.createBucket(request -> request.bucket("bucket"));
            s3.putObject(request -> request.bucket("bucket").key("a b"), RequestBody.fromString("hello"));
            s3.putObject(
                    request ->
                            request.bucket("bucket").key("locked").serverSideEncryption(ServerSideEncryption.AWS_KMS),
                    RequestBody.fromString("hello"));
        }
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String presigned(Credentials who, String host, String path, String resource, long expires, String more) {
        String signature = sign(who.secretAccessKey(), "GET\n\n\n" + expires + "\n" + resource);
        String query = more + "AWSAccessKeyId=" + who.accessKeyId() + "&Signature="
                + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&Expires=" + expires;
        return send(path, query, "Host", host);
    }

    private String send(String path, @Nullable String query, String... headers) {
        HttpRequest request = new HttpRequest(
                "GET",
                path,
                query,
                HttpHeaders.of(headers),
                new ByteArrayInputStream(new byte[0]),
                Connection.IN_PROCESS);
        HttpResponse response = cloud.simulator().handle(request, null);
        try (var in = response.body().open()) {
            return response.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long in(Duration duration) {
        return cloud.sandbox().host().wallClock().now().plus(duration).getEpochSecond();
    }

    @Test
    void a_presigned_url_is_good_until_it_expires_for_its_object_alone() {
        long hour = in(Duration.ofHours(1));
        assertThat(presigned(admin, "localhost:4566", "/bucket/a%20b", "/bucket/a%20b", hour, ""))
                .isEqualTo("200 hello");
        assertThat(presigned(admin, "bucket.s3.amazonaws.com", "/a%20b", "/bucket/a%20b", hour, ""))
                .isEqualTo("200 hello");
        assertThat(presigned(admin, "localhost", "/bucket/locked", "/bucket/a%20b", hour, ""))
                .startsWith("403 ")
                .contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(presigned(admin, "localhost", "/bucket/a%20b", "/bucket/a%20b", in(Duration.ofSeconds(-1)), ""))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code>", "Request has expired");
        // such a URL does not say when it was signed: its end is wall time, shifted as the clock is now
        cloud.advance(Duration.ofHours(2));
        assertThat(presigned(admin, "localhost", "/bucket/a%20b", "/bucket/a%20b", hour, ""))
                .isEqualTo("200 hello");
    }

    @Test
    void sub_resources_and_overrides_are_signed_and_other_parameters_are_not() {
        long hour = in(Duration.ofHours(1));
        assertThat(presigned(admin, "localhost", "/bucket", "/bucket?acl", hour, "acl&x=y&"))
                .startsWith("200 ")
                .contains("AccessControlPolicy");
        assertThat(presigned(admin, "localhost", "/bucket", "/bucket", hour, "acl&"))
                .contains("<Code>SignatureDoesNotMatch</Code>");
        String override = "?response-content-type=text/x y";
        assertThat(presigned(
                        admin,
                        "localhost",
                        "/bucket/a%20b",
                        "/bucket/a%20b" + override,
                        hour,
                        "response-content-type=text%2Fx%20y&"))
                .isEqualTo("200 hello");
    }

    @Test
    void a_bucket_in_a_path_may_be_signed_with_a_slash_behind_it() {
        assertThat(presigned(admin, "localhost", "/bucket", "/bucket/", in(Duration.ofHours(1)), ""))
                .startsWith("200 ")
                .contains("ListBucketResult");
    }

    @Test
    void a_part_of_a_presigned_query_is_no_anonymous_request() {
        assertThat(send("/bucket/a%20b", "AWSAccessKeyId=" + admin.accessKeyId() + "&Expires=1", "Host", "localhost"))
                .startsWith("403 ")
                .contains("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
    }

    @Test
    void parameters_of_a_presigned_url_that_are_headers_are_signed_and_taken_as_such() {
        long hour = in(Duration.ofHours(1));
        String path = "/bucket/made";
        String signature = sign(
                admin.secretAccessKey(),
                "PUT\n\n\n" + hour + "\nx-amz-meta-from:url\nx-amz-storage-class:STANDARD_IA\n" + path);
        String query = "x-amz-storage-class=STANDARD_IA&x-amz-meta-from=url&AWSAccessKeyId=" + admin.accessKeyId()
                + "&Signature=" + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&Expires=" + hour;
        HttpRequest put = new HttpRequest(
                "PUT",
                path,
                query,
                HttpHeaders.of("Host", "localhost", "Content-Length", "0"),
                new ByteArrayInputStream(new byte[0]),
                Connection.IN_PROCESS);
        assertThat(cloud.simulator().handle(put, null).status()).isEqualTo(200);
        try (S3Client s3 = cloud.admin(S3Client.builder())) {
            var head = s3.headObject(request -> request.bucket("bucket").key("made"));
            assertThat(head.metadata()).containsEntry("from", "url");
            assertThat(head.storageClassAsString()).isEqualTo("STANDARD_IA");
        }
    }

    @Test
    void the_policies_are_asked_and_an_unknown_key_is_none() {
        long hour = in(Duration.ofHours(1));
        assertThat(presigned(cloud.user("nobody", null), "localhost", "/bucket/x", "/bucket/x", hour, ""))
                .contains("<Code>AccessDenied</Code>");
        Credentials unknown = new Credentials("", "AKIAIOSFODNN7EXAMPLE", "s", null);
        assertThat(presigned(unknown, "localhost", "/bucket/x", "/bucket/x", hour, ""))
                .contains("<Code>InvalidAccessKeyId</Code>");
        Credentials user = cloud.user(
                "newer",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:*',"
                        + "'Resource':'*'},{'Effect':'Deny','Action':'s3:*','Resource':'*','Condition':{'StringEquals':"
                        + "{'s3:signatureversion':'AWS'}}}]}");
        assertThat(presigned(user, "localhost", "/bucket/a%20b", "/bucket/a%20b", hour, ""))
                .contains("<Code>AccessDenied</Code>");
    }

    @Test
    void an_object_under_a_kms_key_wants_the_newer_signature() {
        assertThat(presigned(admin, "localhost", "/bucket/locked", "/bucket/locked", in(Duration.ofHours(1)), ""))
                .startsWith("400 ")
                .contains("<Code>InvalidArgument</Code>", "require AWS Signature Version 4.");
    }

    @Test
    void a_header_is_good_for_a_quarter_of_an_hour() {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                cloud.sandbox().host().wallClock().now().atOffset(java.time.ZoneOffset.UTC));
        String signature = sign(admin.secretAccessKey(), "GET\n\n\n" + date + "\n/bucket/a%20b");
        String authorization = "AWS " + admin.accessKeyId() + ":" + signature;
        assertThat(send("/bucket/a%20b", null, "Host", "localhost", "Date", date, "Authorization", authorization))
                .isEqualTo("200 hello");
        // the day of the week is wrong, which does not matter
        String old = "Wed, 27 Mar 2007 19:36:42 GMT";
        String late = "AWS " + admin.accessKeyId() + ":"
                + sign(admin.secretAccessKey(), "GET\n\n\n" + old + "\n/bucket/a%20b");
        assertThat(send("/bucket/a%20b", null, "Host", "localhost", "Date", old, "Authorization", late))
                .contains("<Code>RequestTimeTooSkewed</Code>");
        assertThat(send("/bucket/a%20b", null, "Host", "localhost", "Authorization", authorization))
                .contains("<Code>AccessDenied</Code>");
    }
}
