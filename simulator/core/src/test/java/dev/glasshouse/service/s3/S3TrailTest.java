package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.TestCloud;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** S3's events, as AWS writes them. */
class S3TrailTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private JsonNode last() {
        String event = cloud.control().events(1, any -> true).get(0).json().utf8();
        try {
            return new ObjectMapper().readTree(event);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void put() {
        s3.putObject(request -> request.bucket("bucket").key("a/b"), RequestBody.fromString("hello"));
    }

    @Test
    void whatIsWrittenSaysHowItIsEncryptedAndWhoseWishThatWas() {
        put();
        JsonNode event = last();
        assertThat(names(event.path("requestParameters"))).containsExactlyInAnyOrder("bucketName", "Host", "key");
        assertThat(event.path("responseElements").toString())
                .isEqualTo("{\"x-amz-server-side-encryption\":\"AES256\"}");
        assertThat(names(event.path("additionalEventData")))
                .containsExactly(
                        "SignatureVersion",
                        "CipherSuite",
                        "bytesTransferredIn",
                        "SSEApplied",
                        "AuthenticationMethod",
                        "x-amz-id-2",
                        "bytesTransferredOut");
        assertThat(event.at("/additionalEventData/SSEApplied").asText()).isEqualTo("Default_SSE_S3");
        assertThat(event.at("/additionalEventData/bytesTransferredOut").toString())
                .isEqualTo("0");
        assertThat(event.path("resources").toString())
                .isEqualTo("[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::bucket/a/b\"},{\"accountId\":\""
                        + ACCOUNT + "\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::bucket\"}]");

        s3.putObject(
                request -> request.bucket("bucket").key("k").serverSideEncryption(ServerSideEncryption.AWS_KMS),
                RequestBody.fromString("hello"));
        assertThat(last().at("/additionalEventData/SSEApplied").asText()).isEqualTo("SSE_KMS");
        assertThat(names(last().path("responseElements")))
                .containsExactlyInAnyOrder(
                        "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id");
    }

    @Test
    void theSecondIdIsThatOfTheAnswer() {
        String id = s3.getBucketLocation(request -> request.bucket("bucket"))
                .responseMetadata()
                .extendedRequestId();
        assertThat(last().at("/additionalEventData/x-amz-id-2").asText()).isEqualTo(id);
    }

    @Test
    void whatIsReadHasNoResponseAndWhatIsRefusedHasItsParameters() {
        put();
        s3.getObjectAsBytes(request -> request.bucket("bucket").key("a/b"));
        JsonNode event = last();
        assertThat(event.path("responseElements").isNull()).isTrue();
        assertThat(event.at("/additionalEventData/bytesTransferredOut").asInt()).isEqualTo(5);
        assertThat(event.path("additionalEventData").has("SSEApplied")).isFalse();

        try (S3Client nobody = cloud.as(cloud.user("nobody", null), S3Client.builder())) {
            assertThat(catchThrowable(() -> nobody.putObject(
                            request -> request.bucket("bucket").key("a/b").acl(ObjectCannedACL.PRIVATE),
                            RequestBody.fromString("x"))))
                    .isNotNull();
        }
        assertThat(last().path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(last().at("/requestParameters/x-amz-acl").asText()).isEqualTo("private");
        assertThat(last().at("/additionalEventData/AuthenticationMethod").asText())
                .isEqualTo("AuthHeader");
        assertThat(last().path("responseElements").isNull()).isTrue();
    }

    @Test
    void whatConcernsManyObjectsNamesTheBeginningOfTheirArns() {
        String many = "{\"type\":\"AWS::S3::Object\",\"ARNPrefix\":\"arn:aws:s3:::bucket/\"}";
        s3.headBucket(request -> request.bucket("bucket"));
        assertThat(last().path("eventCategory").asText()).isEqualTo("Data");
        assertThat(last().path("resources").path(0).toString()).isEqualTo(many);
        s3.listObjectsV2(request -> request.bucket("bucket").prefix("a"));
        assertThat(last().path("eventName").asText()).isEqualTo("ListObjects");
        assertThat(last().at("/requestParameters/list-type").asText()).isEqualTo("2");
        assertThat(last().path("resources").path(0).toString()).isEqualTo(many);
        s3.deleteObjects(request -> request.bucket("bucket")
                .delete(what -> what.objects(ObjectIdentifier.builder().key("k").build())));
        assertThat(last().path("resources").path(0).toString()).isEqualTo(many);
        assertThat(last().at("/requestParameters/delete").asText()).isEmpty();
        assertThat(last().path("requestParameters").has("Delete")).isFalse();
    }

    @Test
    void configurationsStandInTheEventAsTheirXml() {
        s3.putBucketTagging(request -> request.bucket("bucket")
                .tagging(tagging ->
                        tagging.tagSet(Tag.builder().key("k").value("true").build())));
        assertThat(last().at("/requestParameters/Tagging").toString())
                .isEqualTo("{\"TagSet\":{\"Tag\":{\"Key\":\"k\",\"Value\":true}},"
                        + "\"xmlns\":\"http://s3.amazonaws.com/doc/2006-03-01/\"}");
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        assertThat(last().path("eventName").asText()).isEqualTo("DeleteBucketPublicAccessBlock");
        assertThat(last().at("/requestParameters/publicAccessBlock").isTextual())
                .isTrue();
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + ACCOUNT + "\"},\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::bucket\"}]}"));
        assertThat(last().at("/requestParameters/bucketPolicy/Statement").isContainerNode())
                .isTrue();
    }

    @Test
    void theControlOfAccountsStandsUnderS3() {
        try (S3ControlClient control = cloud.admin(S3ControlClient.builder())) {
            assertThat(catchThrowable(() -> control.getPublicAccessBlock(request -> request.accountId(ACCOUNT))))
                    .isNotNull();
        }
        assertThat(last().path("eventSource").asText()).isEqualTo("s3.amazonaws.com");
        assertThat(last().path("eventName").asText()).isEqualTo("GetAccountPublicAccessBlock");
        assertThat(names(last().path("requestParameters"))).containsExactly("Host");
    }
}
