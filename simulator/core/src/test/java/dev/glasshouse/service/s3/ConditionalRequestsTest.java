package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.TestCloud;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Requests that want something of the object before they read or change it. */
class ConditionalRequestsTest {

    private static final String ETAG = "\"781e5e245d69b566979b86e28d23f2c7\"";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void furnish() {
        s3.createBucket(request -> request.bucket("plain"));
        s3.putObject(
                request -> request.bucket("plain")
                        .key("key")
                        .cacheControl("max-age=60")
                        .metadata(Map.of("a", "b")),
                RequestBody.fromString("0123456789"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private GetObjectResponse get(Consumer<GetObjectRequest.Builder> more) {
        return s3.getObjectAsBytes(
                        request -> more.accept(request.bucket("plain").key("key")))
                .response();
    }

    private GetObjectResponse with(String header, String value) {
        return get(request -> request.overrideConfiguration(
                (AwsRequestOverrideConfiguration.Builder how) -> how.putHeader(header, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0 | bytes 0-0/10",
                "bytes=5- | bytes 5-9/10",
                "bytes=-3 | bytes 7-9/10",
                "bytes=-99 | bytes 0-9/10",
                "bytes=-99999999999999999999 | bytes 0-9/10",
                "bytes=9-99999999999999999999 | bytes 9-9/10"
            })
    void a_range_ends_where_the_object_does(String range, String shown) {
        GetObjectResponse answer = with("Range", range);
        assertThat(answer.sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(answer.contentRange()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "bytes=0-1,3-4", "bytes=a-b", "bytes=", "items=0-1", "bytes=-", "0-1"})
    void what_is_no_range_of_bytes_is_passed_over(String range) {
        GetObjectResponse answer = with("Range", range);
        assertThat(answer.sdkHttpResponse().statusCode()).isEqualTo(200);
        assertThat(answer.contentLength()).isEqualTo(10);
        assertThat(answer.contentRange()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Modified-Since", "If-Unmodified-Since"})
    void a_date_that_is_none_is_no_condition(String header) {
        assertThat(with(header, "whenever").sdkHttpResponse().statusCode()).isEqualTo(200);
        assertThat(with(header, "2030-01-01T00:00:00Z").sdkHttpResponse().statusCode())
                .isEqualTo(200);
    }

    private int ranged(String condition) {
        return get(request -> request.range("bytes=1-2")
                        .overrideConfiguration(
                                (AwsRequestOverrideConfiguration.Builder how) -> how.putHeader("If-Range", condition)))
                .sdkHttpResponse()
                .statusCode();
    }

    @Test
    void a_range_of_an_object_that_has_changed_is_the_whole_object() {
        String modified = get(request -> {})
                .sdkHttpResponse()
                .firstMatchingHeader("Last-Modified")
                .orElseThrow();
        assertThat(ranged(ETAG)).isEqualTo(206);
        assertThat(ranged(modified)).isEqualTo(206);
        assertThat(ranged("\"0123456789abcdef0123456789abcdef\"")).isEqualTo(200);
        assertThat(ranged("W/" + ETAG)).isEqualTo(200);
        assertThat(ranged("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(200);
        assertThat(ranged("whatever")).isEqualTo(200);
    }

    @Test
    void an_object_that_was_not_modified_still_says_which_it_is_and_how_long_to_keep_it() {
        assertThatThrownBy(() -> get(request -> request.ifNoneMatch(ETAG)))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(304);
                    var http = e.awsErrorDetails().sdkHttpResponse();
                    assertThat(http.firstMatchingHeader("ETag")).contains(ETAG);
                    assertThat(http.firstMatchingHeader("Last-Modified")).isPresent();
                    assertThat(http.firstMatchingHeader("Cache-Control")).contains("max-age=60");
                    assertThat(http.firstMatchingHeader("Content-Type")).isEmpty();
                    assertThat(http.firstMatchingHeader("x-amz-meta-a")).isEmpty();
                });
    }

    @Test
    void tags_may_come_in_several_lines() {
        String other = "\"0123456789abcdef0123456789abcdef\"";
        assertThat(get(request -> request.overrideConfiguration((AwsRequestOverrideConfiguration.Builder how) ->
                                how.putHeader("If-Match", List.of(other, ETAG))))
                        .contentLength())
                .isEqualTo(10);
        assertThatThrownBy(() ->
                        get(request -> request.overrideConfiguration((AwsRequestOverrideConfiguration.Builder how) ->
                                how.putHeader("If-None-Match", List.of(other, ETAG)))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    }

    @Test
    void tags_go_before_dates() {
        Instant before = Instant.parse("2020-01-01T00:00:00Z");
        assertThat(get(request -> request.ifMatch(ETAG).ifUnmodifiedSince(before))
                        .contentLength())
                .isEqualTo(10);
        assertThatThrownBy(() -> get(request -> request.ifNoneMatch(ETAG).ifModifiedSince(before)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    }

    @Test
    void who_compares_an_etag_to_write_or_delete_must_be_allowed_to_read() {
        String policy = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['s3:PutObject','%s'],"
                + "'Resource':'*'}]}";
        S3Client writer = cloud.as(cloud.user("writer", policy.formatted("s3:DeleteObject")), S3Client.builder());
        writer.putObject(request -> request.bucket("plain").key("key"), RequestBody.fromString("0123456789"));
        assertThatThrownBy(() -> writer.putObject(
                        request -> request.bucket("plain").key("key").ifMatch(ETAG), RequestBody.fromString("x")))
                .hasMessageContaining("is not authorized to perform: s3:GetObject on resource");
        assertThatThrownBy(() -> writer.deleteObject(
                        request -> request.bucket("plain").key("key").ifMatch(ETAG)))
                .hasMessageContaining("is not authorized to perform: s3:GetObject on resource");
        assertThat(get(request -> {}).eTag()).isEqualTo(ETAG);
        writer.deleteObject(request -> request.bucket("plain").key("key").ifMatch("*"));
        writer.putObject(
                request -> request.bucket("plain").key("key").ifNoneMatch("*"), RequestBody.fromString("0123456789"));
        S3Client reader = cloud.as(cloud.user("reader", policy.formatted("s3:GetObject")), S3Client.builder());
        reader.putObject(request -> request.bucket("plain").key("key").ifMatch(ETAG), RequestBody.fromString("x"));
    }
}
