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
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Who may not make a call does not learn what is wrong with its body: nobody finds out so what they may do. */
class BodyFaultsTest {

    private static final TestCloud CLOUD = new TestCloud("body-faults");
    private static final Credentials NOBODY = CLOUD.user("nobody", null);
    private static final Credentials TAGGER = CLOUD.user(
            "tagger",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObjectTagging\","
                    + "\"s3:PutBucketAcl\"],\"Resource\":[\"arn:aws:s3:::bucket\",\"arn:aws:s3:::bucket/a/*\"]}]}");

    @BeforeAll
    static void furnish() {
        S3Client s3 = CLOUD.admin(S3Client.builder());
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("a/k"), RequestBody.fromString("x"));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static String send(@Nullable Credentials who, String path, String query, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.builder()
                .add("Host", "s3.amazonaws.com")
                .add("Content-Length", Integer.toString(bytes.length))
                .add(
                        "Content-MD5",
                        Base64.getEncoder()
                                .encodeToString(Checksums.digest("MD5").digest(bytes)))
                .build();
        HttpRequest plain =
                new HttpRequest("PUT", path, query, headers, new ByteArrayInputStream(bytes), Connection.IN_PROCESS);
        HttpRequest sent = who == null
                ? plain
                : new RequestSigner(who.accessKeyId(), who.secretAccessKey(), null, "us-east-1", "s3")
                        .sign(
                                plain,
                                "UNSIGNED-PAYLOAD",
                                CLOUD.simulator().sandboxes().wallClock().now());
        HttpResponse answer = CLOUD.simulator().handle(sent, CLOUD.sandbox());
        try (InputStream in = answer.body().open()) {
            return answer.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "versioning;<x/>;s3:PutBucketVersioning",
                "versioning;'';s3:PutBucketVersioning",
                "policy;'';s3:PutBucketPolicy",
                "acl;<AccessControlPolicy/>;s3:PutBucketAcl",
                "encryption;<x;s3:PutEncryptionConfiguration",
                "publicAccessBlock;'';s3:PutBucketPublicAccessBlock"
            })
    void whoMayNotCallIsToldOfThatAlone(String query, String body, String action) {
        assertThat(send(NOBODY, "/bucket", query, body))
                .startsWith("403 ")
                .contains("not authorized to perform: " + action + " on resource: &quot;arn:aws:s3:::bucket&quot;");
        assertThat(send(null, "/bucket", query, body)).startsWith("403 ").contains("<Message>Access Denied</Message>");
        assertThat(send(NOBODY, "/no-such-bucket", query, body)).contains("<Code>NoSuchBucket</Code>");
    }

    @Test
    void whoMayCallIsToldOfTheBody() {
        assertThat(send(TAGGER, "/bucket", "acl", "<x/>")).contains("<Code>MalformedACLError</Code>");
        assertThat(send(TAGGER, "/bucket", "versioning", "<x/>")).contains("<Code>AccessDenied</Code>");
        assertThat(send(TAGGER, "/bucket/a/k", "legal-hold", "<x/>")).contains("<Code>AccessDenied</Code>");
        assertThat(send(TAGGER, "/bucket/a/k", "tagging", "<x/>")).contains("<Code>MalformedXML</Code>");
        assertThat(send(TAGGER, "/bucket/b", "tagging", "<x/>"))
                .contains("s3:PutObjectTagging on resource: &quot;arn:aws:s3:::bucket/b&quot;");
        assertThat(send(NOBODY, "/new-bucket", "", "<x/>")).contains("<Code>MalformedXML</Code>");
    }
}
