package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration;

/** Block Public Access of an access point and of its bucket: whichever switch is on counts for what comes by the access point. */
class AccessPointBlocksTest {

    private final TestCloud cloud = new TestCloud("access-point-blocks", Age.Y2022);
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final S3ControlClient control = cloud.admin(S3ControlClient.builder());
    private final S3Client other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
    private final S3Client nobody = cloud.as(null, S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("k").acl("public-read"), RequestBody.fromString("hello"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String arn(String name) {
        return "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/" + name;
    }

    private void point(String name, PublicAccessBlockConfiguration block) {
        control.createAccessPoint(request ->
                request.accountId(ACCOUNT).name(name).bucket("bucket").publicAccessBlockConfiguration(block));
    }

    private void policy(String name, String principal) {
        control.putAccessPointPolicy(request -> request.accountId(ACCOUNT)
                .name(name)
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" + principal
                        + ",\"Action\":\"s3:GetObject\",\"Resource\":\"" + arn(name) + "/object/*\"}]}"));
    }

    private static PublicAccessBlockConfiguration.Builder block() {
        return PublicAccessBlockConfiguration.builder();
    }

    private static String get(S3Client client, String bucket) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                .asUtf8String();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    @Test
    void publicAclsAreIgnoredForWhatComesByAnAccessPointThatIgnoresThem() {
        point("open", block().build());
        point("ignoring", block().ignorePublicAcls(true).build());
        for (String name : new String[] {"open", "ignoring"}) {
            policy(name, "{\"AWS\":\"" + OTHER_ACCOUNT + "\"}");
        }
        assertThat(get(other, "bucket")).isEqualTo("hello");
        assertThat(get(other, arn("open"))).isEqualTo("hello");
        assertThat(failure(() -> get(other, arn("ignoring")))).isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void publicAclsAreNotSetByAnAccessPointThatBlocksThem() {
        point("blocking", block().blockPublicAcls(true).build());
        ThrowingCallable put = () -> s3.putObject(
                request -> request.bucket(arn("blocking")).key("new").acl("public-read"), RequestBody.fromString("x"));
        assertThat(failure(put)).contains("prevented by the BlockPublicAcls setting");
        s3.putObject(request -> request.bucket(arn("blocking")).key("new"), RequestBody.fromString("x"));
        s3.putObject(request -> request.bucket("bucket").key("new").acl("public-read"), RequestBody.fromString("x"));
    }

    @Test
    void aBucketThatBlocksPublicPoliciesBlocksThoseOfItsAccountsAccessPoints() {
        point("point", block().build());
        s3.putPublicAccessBlock(request ->
                request.bucket("bucket").publicAccessBlockConfiguration(block -> block.blockPublicPolicy(true)));
        assertThat(failure(() -> policy("point", "\"*\"")))
                .contains("s3:PutAccessPointPolicy")
                .contains("public policies are prevented by the BlockPublicPolicy setting");
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        policy("point", "\"*\"");
        assertThat(get(nobody, arn("point"))).isEqualTo("hello");
    }

    @Test
    void aPublicPolicyIsOpenToNoStrangerWhereEitherRestrictsIt() {
        point("point", block().build());
        point("restricting", block().restrictPublicBuckets(true).build());
        policy("point", "\"*\"");
        policy("restricting", "\"*\"");
        assertThat(get(nobody, arn("point"))).isEqualTo("hello");
        assertThat(failure(() -> get(nobody, arn("restricting")))).isEqualTo("AccessDenied 403 Access Denied");
        s3.putPublicAccessBlock(request ->
                request.bucket("bucket").publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));
        assertThat(failure(() -> get(nobody, arn("point")))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(get(s3, arn("point"))).isEqualTo("hello");
    }
}
