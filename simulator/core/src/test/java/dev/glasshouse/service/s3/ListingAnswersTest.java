package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.WireError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Members and headers of what S3 lists. */
class ListingAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void makeBucket() {
        cloud.advance(Duration.ofMillis(1_250));
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("key"), RequestBody.fromString("text"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static void assertWholeSecond(Instant time) {
        assertThat(time.getNano()).isZero();
    }

    @Test
    void times_are_told_to_the_second() {
        assertWholeSecond(s3.listBuckets().buckets().get(0).creationDate());
        assertWholeSecond(s3.listObjectsV2(request -> request.bucket("bucket"))
                .contents()
                .get(0)
                .lastModified());
        assertWholeSecond(s3.listObjectVersions(request -> request.bucket("bucket"))
                .versions()
                .get(0)
                .lastModified());
        assertWholeSecond(s3.copyObject(request -> request.sourceBucket("bucket")
                        .sourceKey("key")
                        .destinationBucket("bucket")
                        .destinationKey("copy"))
                .copyObjectResult()
                .lastModified());
        s3.createMultipartUpload(request -> request.bucket("bucket").key("parts"));
        assertWholeSecond(s3.listMultipartUploads(request -> request.bucket("bucket"))
                .uploads()
                .get(0)
                .initiated());
    }

    @Test
    void a_list_of_objects_says_where_its_bucket_is_and_one_of_versions_does_not() {
        for (SdkHttpResponse answer : List.of(
                s3.listObjects(request -> request.bucket("bucket")).sdkHttpResponse(),
                s3.listObjectsV2(request -> request.bucket("bucket")).sdkHttpResponse())) {
            assertThat(answer.firstMatchingHeader("x-amz-bucket-region")).hasValue("us-east-1");
        }
        assertThat(s3.listObjectVersions(request -> request.bucket("bucket"))
                        .sdkHttpResponse()
                        .firstMatchingHeader("x-amz-bucket-region"))
                .isEmpty();
    }

    @Test
    void who_may_not_list_learns_where_the_bucket_is() {
        S3Client nobody = cloud.as(cloud.user("nobody", null), S3Client.builder());
        S3Exception fault = org.assertj.core.api.Assertions.catchThrowableOfType(
                S3Exception.class, () -> nobody.listObjectsV2(request -> request.bucket("bucket")));
        assertThat(fault.statusCode()).isEqualTo(403);
        assertThat(fault.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                .hasValue("us-east-1");
    }

    @Test
    void a_wrong_token_is_named_but_not_shown() {
        ApiClient client =
                cloud.simulator().client(cloud.sandbox(), cloud.control().administrator(TestCloud.ACCOUNT));
        WireError error = client.call(
                        "s3:ListObjectsV2",
                        JSON.createObjectNode().put("Bucket", "bucket").put("ContinuationToken", ""))
                .error();
        assertThat(error).isNotNull();
        assertThat(error.message()).isEqualTo("The continuation token provided is incorrect");
        assertThat(error.details()).isEqualTo(Map.of("ArgumentName", "continuation-token"));
    }

    @Test
    void a_token_takes_the_place_of_where_to_begin() {
        s3.putObject(request -> request.bucket("bucket").key("later"), RequestBody.fromString("text"));
        String token = s3.listObjectsV2(
                        request -> request.bucket("bucket").maxKeys(1).startAfter("a"))
                .nextContinuationToken();
        var second = s3.listObjectsV2(
                request -> request.bucket("bucket").continuationToken(token).startAfter("a"));
        assertThat(second.continuationToken()).isEqualTo(token);
        assertThat(second.startAfter()).isNull();
        assertThat(second.contents())
                .singleElement()
                .satisfies(one -> assertThat(one.key()).isEqualTo("later"));
    }

    @Test
    void a_list_of_no_parts_is_whole() {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("parts"))
                .uploadId();
        s3.uploadPart(
                request -> request.bucket("bucket").key("parts").uploadId(id).partNumber(1),
                RequestBody.fromString("x"));
        assertThat(s3.listParts(request -> request.bucket("bucket")
                                .key("parts")
                                .uploadId(id)
                                .maxParts(0))
                        .isTruncated())
                .isFalse();
    }
}
