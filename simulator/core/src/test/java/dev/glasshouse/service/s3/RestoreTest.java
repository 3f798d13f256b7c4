package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;
import software.amazon.awssdk.services.s3.model.RestoreStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tier;

class RestoreTest {

    private static final String ARCHIVED =
            "InvalidObjectState 403 The operation is not valid for the object's storage class";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void furnish() {
        s3.createBucket(request -> request.bucket("bucket"));
        put("flexible", StorageClass.GLACIER);
        put("deep", StorageClass.DEEP_ARCHIVE);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void put(String key, StorageClass storageClass) {
        s3.putObject(
                request -> request.bucket("bucket").key(key).storageClass(storageClass.toString()),
                RequestBody.fromString("text"));
    }

    private int restore(String key, int days, Tier tier) {
        return s3.restoreObject(request -> request.bucket("bucket")
                        .key(key)
                        .restoreRequest(restore -> restore.days(days).glacierJobParameters(job -> job.tier(tier))))
                .sdkHttpResponse()
                .statusCode();
    }

    private String header(String key) {
        return s3.headObject(request -> request.bucket("bucket").key(key)).restore();
    }

    private String read(String key) {
        return s3.getObjectAsBytes(request -> request.bucket("bucket").key(key)).asUtf8String();
    }

    private RestoreStatus listed(String key) {
        return s3.listObjectsV2(request -> request.bucket("bucket")
                        .prefix(key)
                        .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS))
                .contents()
                .get(0)
                .restoreStatus();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    @Test
    void an_archived_object_is_read_from_when_its_restoration_has_ended_until_its_days_are_over() {
        Instant asked = cloud.now();
        assertThat(header("flexible")).isNull();
        assertThat(failure(() -> read("flexible"))).isEqualTo(ARCHIVED);
        assertThat(restore("flexible", 2, Tier.STANDARD)).isEqualTo(202);
        assertThat(header("flexible")).isEqualTo("ongoing-request=\"true\"");
        assertThat(listed("flexible").isRestoreInProgress()).isTrue();
        assertThat(failure(() -> read("flexible"))).isEqualTo(ARCHIVED);
        cloud.advance(Duration.ofHours(5));
        Instant end = asked.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(3));
        assertThat(header("flexible"))
                .isEqualTo("ongoing-request=\"false\", expiry-date=\"" + StoredObjects.HTTP_DATE.format(end) + "\"");
        assertThat(listed("flexible").isRestoreInProgress()).isFalse();
        assertThat(listed("flexible").restoreExpiryDate()).isEqualTo(end);
        assertThat(read("flexible")).isEqualTo("text");
        assertThat(s3.copyObject(request -> request.sourceBucket("bucket")
                                .sourceKey("flexible")
                                .destinationBucket("bucket")
                                .destinationKey("copy"))
                        .copyObjectResult()
                        .eTag())
                .isNotNull();
        cloud.advance(Duration.between(cloud.now(), end));
        assertThat(header("flexible")).isNull();
        assertThat(failure(() -> read("flexible"))).isEqualTo(ARCHIVED);
        assertThat(read("copy")).isEqualTo("text");
    }

    @Test
    void a_restoration_in_progress_may_only_become_faster() {
        assertThat(restore("flexible", 1, Tier.BULK)).isEqualTo(202);
        assertThat(failure(() -> restore("flexible", 3, Tier.BULK)))
                .isEqualTo("RestoreAlreadyInProgress 409 Object restore is already in progress");
        assertThat(restore("flexible", 1, Tier.EXPEDITED)).isEqualTo(202);
        cloud.advance(Duration.ofMinutes(5));
        assertThat(read("flexible")).isEqualTo("text");
    }

    @Test
    void a_restored_object_may_stay_longer() {
        restore("deep", 1, Tier.STANDARD);
        cloud.advance(Duration.ofHours(12));
        String before = header("deep");
        assertThat(restore("deep", 10, Tier.STANDARD)).isEqualTo(200);
        assertThat(header("deep")).startsWith("ongoing-request=\"false\"").isNotEqualTo(before);
        assertThat(read("deep")).isEqualTo("text");
    }

    @Test
    void it_wants_a_right_of_its_own() {
        S3Client reader = cloud.as(
                cloud.user(
                        "reader",
                        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['s3:GetObject','s3:ListBucket'],"
                                + "'Resource':'*'}]}"),
                S3Client.builder());
        assertThat(failure(() -> reader.restoreObject(request ->
                        request.bucket("bucket").key("flexible").restoreRequest(restore -> restore.days(1)))))
                .startsWith("AccessDenied 403 ")
                .contains("s3:RestoreObject");
    }
}
