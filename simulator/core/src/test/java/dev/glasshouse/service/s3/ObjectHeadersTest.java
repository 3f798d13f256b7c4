package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Header fields that an object keeps, and those that a reader asks for. */
class ObjectHeadersTest {

    private static final String SIGNED_ALONE =
            "InvalidRequest 400 Request specific response headers cannot be used for anonymous GET requests.";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("plain"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private HeadObjectResponse head() {
        return s3.headObject(request -> request.bucket("plain").key("key"));
    }

    @Test
    void metadata_outside_ascii_comes_back_as_an_encoded_word_and_is_copied_as_what_it_says() {
        s3.putObject(
                request -> request.bucket("plain").key("key").metadata(Map.of("a", "s\u00fc\u00df", "b", "plain")),
                RequestBody.fromString("x"));
        assertThat(head().metadata()).containsEntry("a", "=?UTF-8?B?c8O8w58=?=").containsEntry("b", "plain");
        s3.putObject(
                request -> request.bucket("plain").key("key").metadata(head().metadata()), RequestBody.fromString("y"));
        assertThat(head().metadata()).containsEntry("a", "=?UTF-8?B?c8O8w58=?=");
        s3.copyObject(request -> request.sourceBucket("plain")
                .sourceKey("key")
                .destinationBucket("plain")
                .destinationKey("copy"));
        assertThat(s3.headObject(request -> request.bucket("plain").key("copy")).metadata())
                .containsEntry("a", "=?UTF-8?B?c8O8w58=?=");
    }

    @Test
    void an_empty_header_is_none() {
        s3.putObject(
                request -> request.bucket("plain")
                        .key("key")
                        .cacheControl("")
                        .contentEncoding("")
                        .metadata(Map.of("empty", "")),
                RequestBody.fromString("x"));
        HeadObjectResponse head = head();
        assertThat(head.cacheControl()).isNull();
        assertThat(head.contentEncoding()).isNull();
        assertThat(head.metadata()).containsEntry("empty", "");
    }

    @Test
    void who_signs_says_how_an_object_is_answered() {
        s3.putObject(request -> request.bucket("plain").key("key"), RequestBody.fromString("x"));
        var answer = s3.getObjectAsBytes(request -> request.bucket("plain")
                        .key("key")
                        .responseContentType("text/x")
                        .responseContentDisposition("attachment; filename=\"a b\"")
                        .responseExpires(Instant.parse("2030-01-01T00:00:00Z")))
                .response();
        assertThat(answer.contentType()).isEqualTo("text/x");
        assertThat(answer.contentDisposition()).isEqualTo("attachment; filename=\"a b\"");
        assertThat(answer.expiresString()).isEqualTo("Tue, 01 Jan 2030 00:00:00 GMT");
    }

    @Test
    void when_an_answer_expires_is_said_as_the_reader_says_it_date_or_not() {
        s3.putObject(request -> request.bucket("plain").key("key"), RequestBody.fromString("x"));
        for (String said : new String[] {"2015-10-21T07:28:00Z", "whenever"}) {
            var answer = s3.getObjectAsBytes(request -> request.bucket("plain")
                            .key("key")
                            .overrideConfiguration(how -> how.putRawQueryParameter("response-expires", said)))
                    .response();
            assertThat(answer.expiresString()).isEqualTo(said);
        }
    }

    @Test
    void nobody_says_so_of_what_he_may_not_read_either() {
        s3.putObject(request -> request.bucket("plain").key("key"), RequestBody.fromString("x"));
        S3Client nobody = cloud.as(null, S3Client.builder());
        assertThat(TestCloud.failure(
                        S3Exception.class,
                        () -> nobody.getObjectAsBytes(
                                request -> request.bucket("plain").key("key").responseContentType("text/x"))))
                .isEqualTo(SIGNED_ALONE);
        assertThat(TestCloud.failure(
                        S3Exception.class,
                        () -> nobody.getObjectAsBytes(
                                request -> request.bucket("plain").key("key"))))
                .startsWith("AccessDenied 403");
    }
}
