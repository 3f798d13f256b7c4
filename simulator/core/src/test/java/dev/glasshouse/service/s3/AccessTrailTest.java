package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Tag;

/** What S3's events tell of the way by which access was had or refused. */
class AccessTrailTest {

    private static final String BUCKET =
            "{\"accountId\":\"" + ACCOUNT + "\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::bucket\"}";

    private final TestCloud cloud = new TestCloud("access-trail", Age.Y2022);
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final S3Client other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString("hello"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /** The newest events, as many as a call has copies. */
    private List<JsonNode> events(int copies) {
        return cloud.control().events(copies, any -> true).stream()
                .map(event -> {
                    try {
                        return new ObjectMapper().readTree(event.json().utf8());
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private JsonNode last() {
        return events(1).get(0);
    }

    private JsonNode copyFor(String account) {
        return events(2).stream()
                .filter(event -> event.path("recipientAccountId").asText().equals(account))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theAccessPointOfACallStandsAmongItsResources() {
        String arn = "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/point";
        String point = "{\"accountId\":\"" + ACCOUNT + "\",\"type\":\"AWS::S3::AccessPoint\",\"ARN\":\"" + arn + "\"}";
        try (S3ControlClient control = cloud.admin(S3ControlClient.builder())) {
            control.createAccessPoint(
                    request -> request.accountId(ACCOUNT).name("point").bucket("bucket"));
        }
        s3.getObjectAsBytes(request -> request.bucket(arn).key("k"));
        assertThat(last().path("resources").toString())
                .isEqualTo("[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::bucket/k\"}," + BUCKET + "," + point
                        + "]");
        s3.getBucketLocation(request -> request.bucket(arn));
        assertThat(last().path("resources").toString()).isEqualTo("[" + BUCKET + "," + point + "]");
        s3.getBucketLocation(request -> request.bucket("bucket"));
        assertThat(last().path("resources").toString()).isEqualTo("[" + BUCKET + "]");
    }

    @Test
    void theOwnerOfABucketSeesWhatSomebodyElsesAccessPointRefuses() {
        String arn = "arn:aws:s3:us-east-1:" + OTHER_ACCOUNT + ":accesspoint/point";
        try (S3ControlClient control =
                cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3ControlClient.builder())) {
            control.createAccessPoint(request -> request.accountId(OTHER_ACCOUNT)
                    .name("point")
                    .bucket("bucket")
                    .bucketAccountId(ACCOUNT));
        }
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                        + "\"Resource\":\"arn:aws:s3:::bucket/*\"}]}"));
        S3Client nobody = cloud.as(null, S3Client.builder());
        assertThat(catchThrowable(() ->
                        nobody.getObjectAsBytes(request -> request.bucket(arn).key("k"))))
                .isNotNull();
        assertThat(events(2))
                .extracting(event -> event.path("recipientAccountId").asText())
                .containsExactlyInAnyOrder(ACCOUNT, OTHER_ACCOUNT);
    }

    @Test
    void whatIsDoneWithAccessPointsNamesThem() {
        try (S3ControlClient control = cloud.admin(S3ControlClient.builder())) {
            control.createAccessPoint(
                    request -> request.accountId(ACCOUNT).name("point").bucket("bucket"));
            assertThat(last().at("/requestParameters/name").asText()).isEqualTo("point");
            assertThat(last().at("/requestParameters/CreateAccessPointRequest").toString())
                    .isEqualTo(
                            "{\"Bucket\":\"bucket\",\"xmlns\":\"http://awss3control.amazonaws.com/doc/2018-08-20/\"}");
            control.getAccessPoint(request -> request.accountId(ACCOUNT).name("point"));
            assertThat(last().path("requestParameters").size()).isEqualTo(2);
            control.tagResource(request -> request.accountId(ACCOUNT)
                    .resourceArn("arn:aws:s3:::bucket")
                    .tags(Tag.builder().key("a").value("b").build()));
            assertThat(last().at("/requestParameters/resourceArn").asText()).isEqualTo("arn:aws:s3:::bucket");
            assertThat(last().at("/requestParameters/TagResourceRequest/Tags").toString())
                    .isEqualTo("{\"Tag\":{\"Key\":\"a\",\"Value\":\"b\"}}");
        }
    }

    @Test
    void aDeletedBucketStandsInItsEvent() {
        s3.createBucket(request -> request.bucket("gone"));
        assertThat(last().has("resources")).isFalse();
        s3.deleteBucket(request -> request.bucket("gone"));
        assertThat(last().path("resources").toString()).isEqualTo("[" + BUCKET.replace(":::bucket", ":::gone") + "]");
        assertThat(catchThrowable(() -> s3.deleteBucket(request -> request.bucket("gone"))))
                .isNotNull();
        assertThat(last().has("resources")).isFalse();
    }

    @Test
    void whatAnAclHadToAllowIsSaidSo() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ));
        assertThat(last().path("additionalEventData").has("aclRequired")).isFalse();
        s3.listObjectsV2(request -> request.bucket("bucket"));
        assertThat(last().path("additionalEventData").has("aclRequired")).isFalse();
        other.listObjectsV2(request -> request.bucket("bucket"));
        assertThat(events(2))
                .allSatisfy(event -> assertThat(
                                event.at("/additionalEventData/aclRequired").asText())
                        .isEqualTo("Yes"));
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + OTHER_ACCOUNT
                        + "\"},\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::bucket\"}]}"));
        other.listObjectsV2(request -> request.bucket("bucket"));
        assertThat(last().path("additionalEventData").has("aclRequired")).isFalse();
    }

    @Test
    void whoIsRefusedAnothersDataIsNotToldWhoseItIs() {
        assertThat(catchThrowable(() -> other.getObjectAsBytes(
                        request -> request.bucket("bucket").key("k"))))
                .isNotNull();
        JsonNode callers = copyFor(OTHER_ACCOUNT);
        assertThat(callers.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(callers.at("/resources/1").toString())
                .isEqualTo("{\"accountId\":\"\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::bucket\"}");
        JsonNode owners = copyFor(ACCOUNT);
        assertThat(owners.at("/resources/1").toString()).isEqualTo(BUCKET);
        assertThat(owners.path("sharedEventID")).isEqualTo(callers.path("sharedEventID"));
    }
}
