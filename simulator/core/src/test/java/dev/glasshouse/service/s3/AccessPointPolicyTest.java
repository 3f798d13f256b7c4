package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** Which policies an access point takes, and how it gives them back. */
class AccessPointPolicyTest {

    private static final String ARN = "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/point";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final S3ControlClient control = cloud.admin(S3ControlClient.builder());

    @BeforeEach
    void point() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString("hello"));
        control.createAccessPoint(
                request -> request.accountId(ACCOUNT).name("point").bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void put(String effect, String principal, String actions, String resources) {
        String policy = "{ 'Version': '2012-10-17', 'Statement': {'Effect':'" + effect + "','Principal':{'AWS':["
                + principal + "]},'Resource':" + resources + ",'Action':" + actions + "} }";
        control.putAccessPointPolicy(request -> request.accountId(ACCOUNT)
                .name("point")
                .policy(policy.replace("POINT", ARN).replace('\'', '"')));
    }

    private String given() {
        return control.getAccessPointPolicy(
                        request -> request.accountId(ACCOUNT).name("point"))
                .policy();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'*'",
                "'arn:aws:s3:::bucket'",
                "'arn:aws:s3:::bucket/*'",
                "'POINT/*'",
                "'POINTx/object/*'",
                "'arn:aws:s3:us-east-1:" + OTHER_ACCOUNT + ":accesspoint/point/object/*'",
                "['POINT/object/*','arn:aws:s3:::*']"
            })
    void theResourceIsThisAccessPointOrItsObjects(String resources) {
        assertThat(TestCloud.failure(
                        AwsServiceException.class,
                        () -> put("Allow", "'" + ACCOUNT + "'", "'s3:GetObject'", resources)))
                .isEqualTo("MalformedPolicy 400 Policy has invalid resource");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'s3:PutBucketPolicy';'POINT';Action does not apply to any resource(s) in statement",
                "'s3:ReplicateObject';'POINT/object/*';Action does not apply to any resource(s) in statement",
                "'s3:GetObject';'POINT';Action does not apply to any resource(s) in statement",
                "'s3:ListBucket';'POINT/object/*';Action does not apply to any resource(s) in statement",
                "'s3:Nonsense';'POINT';Policy has invalid action",
                "'iam:GetUser';'POINT';Policy has invalid action"
            })
    void actionsSuitTheResource(String actions, String resources, String text) {
        assertThat(TestCloud.failure(
                        AwsServiceException.class, () -> put("Allow", "'" + ACCOUNT + "'", actions, resources)))
                .isEqualTo("MalformedPolicy 400 " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'s3:*';['POINT','POINT/object/*']",
                "['s3:ListBucket','s3:GetAccessPointPolicy'];'POINT'",
                "'s3:GetObject*';'arn:aws:s3:*:" + ACCOUNT + ":accesspoint/point/object/a/*'",
                "'s3:GetObject';'arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/*'"
            })
    void whatSuitsIsTaken(String actions, String resources) {
        put("Allow", "'" + ACCOUNT + "'", actions, resources);
        assertThat(given())
                .startsWith("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":");
    }

    @Test
    void aPolicyIsGivenBackInTheFormOfS3() {
        put("Allow", "'" + OTHER_ACCOUNT + "'", "['s3:GetObject']", "['POINT/object/*']");
        assertThat(given())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                        + "\"arn:aws:iam::" + OTHER_ACCOUNT + ":root\"},\"Action\":\"s3:GetObject\",\"Resource\":\""
                        + ARN + "/object/*\"}]}");
    }

    @Test
    void whoIsMadeAgainHasNothingByThePolicy() {
        Credentials first = cloud.user("somebody", null);
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy(
                        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"s3:GetObject\","
                                + "\"Resource\":\"arn:aws:s3:::bucket/*\",\"Condition\":{\"StringEquals\":"
                                + "{\"s3:DataAccessPointAccount\":\"" + ACCOUNT + "\"}}}]}"));
        put("Allow", "'" + first.principal() + "'", "'s3:GetObject'", "'POINT/object/*'");
        assertThat(reads(first)).isTrue();
        assertThat(given()).contains("\"AWS\":\"" + first.principal() + "\"");
        try (IamClient iam = cloud.admin(IamClient.builder())) {
            String id =
                    iam.getUser(request -> request.userName("somebody")).user().userId();
            iam.listAccessKeys(request -> request.userName("somebody"))
                    .accessKeyMetadata()
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName("somebody").accessKeyId(key.accessKeyId())));
            iam.deleteUser(request -> request.userName("somebody"));
            assertThat(given()).contains("\"AWS\":\"" + id + "\"");
        }
        assertThat(reads(cloud.user("somebody", null))).isFalse();
    }

    private boolean reads(Credentials who) {
        try (S3Client client = cloud.as(who, S3Client.builder())) {
            client.getObjectAsBytes(request -> request.bucket(ARN).key("k"));
            return true;
        } catch (AwsServiceException refused) {
            return false;
        }
    }
}
