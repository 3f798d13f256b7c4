package dev.glasshouse.gateway;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What emulators of AWS got wrong about the actions and resources that a call asks for. */
class RequestPitfallsTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client owner = cloud.admin(S3Client.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String statement(String... bodies) {
        return "{'Version':'2012-10-17','Statement':[" + String.join(",", bodies) + "]}";
    }

    private static String allowed(String actions, String resource) {
        return "{'Effect':'Allow','Action':" + actions + ",'Resource':'" + resource + "'}";
    }

    /** {@code allowed}, or the code and text of the denial. */
    private static String outcome(ThrowingCallable call) {
        AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
        return e == null ? "allowed" : fault(e);
    }

    @Test
    void b9_aResourceIsTheSameWhetherItIsCalledByItsNameOrByItsArn() {
        String secret = cloud.admin(SecretsManagerClient.builder())
                .createSecret(ask -> ask.name("s").secretString("x"))
                .arn();
        cloud.admin(SsmClient.builder())
                .putParameter(ask -> ask.name("/app/p").type("String").value("x"));
        String parameter = "arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/app/p";
        var user = cloud.user(
                "u",
                statement(
                        allowed("'secretsmanager:GetSecretValue'", secret), allowed("'ssm:GetParameter'", parameter)));
        SecretsManagerClient secrets = cloud.as(user, SecretsManagerClient.builder());
        SsmClient ssm = cloud.as(user, SsmClient.builder());
        for (String called : new String[] {"s", secret}) {
            assertThat(outcome(() -> secrets.getSecretValue(ask -> ask.secretId(called))))
                    .isEqualTo("allowed");
            assertThat(outcome(() -> secrets.describeSecret(ask -> ask.secretId(called))))
                    .contains("DescribeSecret on resource: " + called + " because");
        }
        for (String called : new String[] {"/app/p", parameter}) {
            assertThat(outcome(() -> ssm.getParameter(ask -> ask.name(called)))).isEqualTo("allowed");
            assertThat(outcome(() -> ssm.deleteParameter(ask -> ask.name(called))))
                    .contains("DeleteParameter on resource: " + parameter + " because");
        }
    }

    @Test
    void b10_aKeyThatIsCalledByItsAliasIsAskedForByItsOwnArn() {
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey(ask -> {}).keyMetadata().arn();
        String alias = "arn:aws:kms:us-east-1:" + ACCOUNT + ":alias/app";
        kms.createAlias(ask -> ask.aliasName("alias/app").targetKeyId(key));
        KmsClient byKey = cloud.as(cloud.user("k", allow("kms:Encrypt", key)), KmsClient.builder());
        KmsClient byAlias = cloud.as(cloud.user("a", allow("kms:Encrypt", alias)), KmsClient.builder());
        KmsClient byName = cloud.as(
                cloud.user(
                        "n",
                        statement("{'Effect':'Allow','Action':'kms:Encrypt','Resource':'*','Condition':{"
                                + "'StringEquals':{'kms:RequestAlias':'alias/app'}}}")),
                KmsClient.builder());
        for (String called : new String[] {"alias/app", alias, key}) {
            assertThat(encrypt(byKey, called)).isEqualTo("allowed");
            assertThat(encrypt(byAlias, called)).contains("kms:Encrypt on resource: " + key + " because");
            assertThat(encrypt(byName, called)).startsWith(called.equals(key) ? "AccessDeniedException" : "allowed");
        }
    }

    private static String encrypt(KmsClient kms, String key) {
        return outcome(() -> kms.encrypt(ask -> ask.keyId(key).plaintext(SdkBytes.fromUtf8String("x"))));
    }

    @Test
    void b24_aCopyAsksForTheSourceAndForTheTarget() {
        owner.createBucket(ask -> ask.bucket("source"));
        owner.createBucket(ask -> ask.bucket("target"));
        owner.putObject(ask -> ask.bucket("source").key("k"), RequestBody.fromString("v"));
        String read = allowed("['s3:GetObject','s3:GetObjectTagging']", "arn:aws:s3:::source/k");
        String write = allowed("['s3:PutObject','s3:PutObjectTagging']", "arn:aws:s3:::target/k");
        assertThat(copy("r", statement(read))).contains("s3:PutObject on resource: \"arn:aws:s3:::target/k\"");
        assertThat(copy("w", statement(write))).contains("s3:GetObject on resource: \"arn:aws:s3:::source/k\"");
        assertThat(copy("b", statement(read, write))).isEqualTo("allowed");
    }

    private String copy(String user, String policy) {
        S3Client s3 = cloud.as(cloud.user(user, policy), S3Client.builder());
        return outcome(() -> s3.copyObject(ask -> ask.sourceBucket("source")
                .sourceKey("k")
                .destinationBucket("target")
                .destinationKey("k")));
    }

    @Test
    void b24_aBucketThatIsMadeWithTagsListsOrALockAsksForEachOfThem() {
        S3Client s3 = cloud.as(cloud.user("u", allow("s3:CreateBucket", "*")), S3Client.builder());
        assertThat(outcome(() -> s3.createBucket(ask -> ask.bucket("tagged")
                        .createBucketConfiguration(made ->
                                made.tags(Tag.builder().key("a").value("b").build())))))
                .contains("s3:TagResource");
        assertThat(outcome(() -> s3.createBucket(ask -> ask.bucket("owned").objectOwnership("ObjectWriter"))))
                .contains("s3:PutBucketOwnershipControls");
        assertThat(outcome(() -> s3.createBucket(ask -> ask.bucket("locked").objectLockEnabledForBucket(true))))
                .contains("s3:PutBucketObjectLockConfiguration");
        assertThat(outcome(() -> s3.createBucket(ask -> ask.bucket("plain")))).isEqualTo("allowed");
        S3Client listing = cloud.as(
                cloud.user("l", statement(allowed("['s3:CreateBucket','s3:PutBucketOwnershipControls']", "*"))),
                S3Client.builder());
        assertThat(outcome(() -> listing.createBucket(ask ->
                        ask.bucket("listed").objectOwnership("ObjectWriter").acl("public-read"))))
                .contains("s3:PutBucketAcl");
        assertThat(owner.listBuckets().buckets()).extracting("name").containsExactly("plain");
    }

    @Test
    void b25_callsAboutAccessPointsAreNotCallsAboutObjects() {
        owner.createBucket(ask -> ask.bucket("bkt"));
        S3ControlClient control = cloud.admin(S3ControlClient.builder());
        String point = "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/point";
        control.createAccessPoint(ask -> ask.accountId(ACCOUNT).name("point").bucket("bkt"));
        owner.putObject(ask -> ask.bucket(point).key("k"), RequestBody.fromString("v"));
        var objects = cloud.user("o", allow("s3:*Object*", "*"));
        S3ControlClient limited = cloud.as(objects, S3ControlClient.builder());
        assertThat(outcome(() ->
                        limited.getAccessPoint(ask -> ask.accountId(ACCOUNT).name("point"))))
                .contains("s3:GetAccessPoint on resource: \"*\"");
        assertThat(outcome(() ->
                        limited.deleteAccessPoint(ask -> ask.accountId(ACCOUNT).name("point"))))
                .contains("s3:DeleteAccessPoint on resource: \"" + point + "\"");
        var points = cloud.user("p", allow("s3:*AccessPoint*", "*"));
        S3Client s3 = cloud.as(points, S3Client.builder());
        assertThat(outcome(() -> cloud.as(points, S3ControlClient.builder())
                        .getAccessPoint(ask -> ask.accountId(ACCOUNT).name("point"))))
                .isEqualTo("allowed");
        assertThat(outcome(() -> s3.getObjectAsBytes(ask -> ask.bucket(point).key("k"))))
                .startsWith("AccessDenied 403 ")
                .contains(" s3:GetObject on resource: ");
        assertThat(outcome(() -> cloud.as(objects, S3Client.builder())
                        .getObjectAsBytes(ask -> ask.bucket(point).key("k"))))
                .isEqualTo("allowed");
    }
}
