package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Vantage;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.AccessPoint;
import software.amazon.awssdk.services.s3control.model.CreateAccessPointResponse;
import software.amazon.awssdk.services.s3control.model.Tag;

/** Access points, and Block Public Access of accounts. */
class AccessPointTest {

    private static final String ARN = "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/point";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final S3ControlClient control = cloud.admin(S3ControlClient.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("a/x"), RequestBody.fromString("hello"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    private CreateAccessPointResponse create() {
        return control.createAccessPoint(
                request -> request.accountId(ACCOUNT).name("point").bucket("bucket"));
    }

    private static String get(S3Client client, String bucket) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key("a/x"))
                .asUtf8String();
    }

    private void policy(String document) {
        control.putAccessPointPolicy(
                request -> request.accountId(ACCOUNT).name("point").policy(document.replace('\'', '"')));
    }

    @Test
    void anAccessPointIsMadeShownListedAndDeleted() {
        CreateAccessPointResponse made = create();
        assertThat(made.accessPointArn()).isEqualTo(ARN);
        assertThat(made.alias()).matches("point-[a-z0-9]{34}-s3alias");
        var shown = control.getAccessPoint(request -> request.accountId(ACCOUNT).name("point"));
        assertThat(shown.networkOriginAsString()).isEqualTo("Internet");
        assertThat(shown.publicAccessBlockConfiguration().restrictPublicBuckets())
                .isTrue();
        assertThat(shown.endpoints()).containsEntry("ipv4", "s3-accesspoint.us-east-1.amazonaws.com");
        assertThat(control.listAccessPoints(
                                request -> request.accountId(ACCOUNT).bucket("bucket"))
                        .accessPointList())
                .extracting(AccessPoint::name)
                .isEqualTo(List.of("point"));
        assertThat(failure(this::create)).startsWith("AccessPointAlreadyOwnedByYou 409");
        control.deleteAccessPoint(request -> request.accountId(ACCOUNT).name("point"));
        assertThat(failure(() -> control.getAccessPoint(
                        request -> request.accountId(ACCOUNT).name("point"))))
                .isEqualTo("NoSuchAccessPoint 404 The specified accesspoint does not exist");
    }

    @Test
    void namesAndBucketsAreChecked() {
        for (String name : List.of("no_name", "point--ol-s3", "point--op-s3", "point-s3alias")) {
            assertThat(failure(() -> control.createAccessPoint(
                            request -> request.accountId(ACCOUNT).name(name).bucket("bucket"))))
                    .as(name)
                    .isEqualTo("InvalidURI 400 Couldn't parse the specified URI.");
        }
        assertThat(failure(() -> control.createAccessPoint(
                        request -> request.accountId(ACCOUNT).name("point").bucket("none-such"))))
                .isEqualTo("InvalidRequest 400 Amazon S3 AccessPoint can only be created for existing bucket");
    }

    @Test
    void anObjectIsReachedByArnAndAlias() {
        String alias = create().alias();
        assertThat(get(s3, ARN)).isEqualTo("hello");
        assertThat(get(s3, alias)).isEqualTo("hello");
        assertThat(s3.listObjectsV2(request -> request.bucket(ARN).prefix("a/")).keyCount())
                .isEqualTo(1);
        s3.putObject(request -> request.bucket(alias).key("b"), RequestBody.fromString("more"));
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isEqualTo(2);
        assertThat(failure(() -> s3.deleteBucket(request -> request.bucket(alias))))
                .startsWith("MethodNotAllowed 405");
    }

    @Test
    void hostsOfThisMachineNameBucketsAndAccessPointsInEveryOperation() {
        create();
        String label = "point-" + ACCOUNT;
        S3Client local = cloud.admin(S3Client.builder().endpointOverride(URI.create("http://localhost:4566")));
        for (String name : List.of("bucket", label)) {
            assertThat(local.headBucket(request -> request.bucket(name)).bucketRegion())
                    .isEqualTo("us-east-1");
            String upload = local.createMultipartUpload(
                            request -> request.bucket(name).key("m"))
                    .uploadId();
            local.abortMultipartUpload(request -> request.bucket(name).key("m").uploadId(upload));
            local.deleteObjects(request -> request.bucket(name)
                    .delete(what ->
                            what.objects(ObjectIdentifier.builder().key("b").build())));
        }
        local.createBucket(request -> request.bucket("another"));
        local.deleteBucket(request -> request.bucket("another"));
        assertThat(failure(() -> local.deleteBucket(request -> request.bucket(label))))
                .startsWith("MethodNotAllowed 405");
    }

    @Test
    void theHeadOfAnAliasSaysThatItIsOne() {
        String alias = create().alias();
        assertThat(s3.headBucket(request -> request.bucket(alias)).accessPointAlias())
                .isTrue();
        assertThat(s3.headBucket(request -> request.bucket(ARN)).accessPointAlias())
                .isFalse();
        assertThat(s3.headBucket(request -> request.bucket("bucket")).accessPointAlias())
                .isFalse();
    }

    @Test
    void aBucketWithAccessPointsStays() {
        create();
        s3.deleteObject(request -> request.bucket("bucket").key("a/x"));
        assertThat(failure(() -> s3.deleteBucket(request -> request.bucket("bucket"))))
                .isEqualTo(
                        "BucketHasAccessPointsAttached 400 Bucket has access points attached and cannot be deleted.");
        control.deleteAccessPoint(request -> request.accountId(ACCOUNT).name("point"));
        s3.deleteBucket(request -> request.bucket("bucket"));
    }

    @Test
    void e7_bothAccessPointAndBucketMustAllow() {
        create();
        Credentials bob = cloud.user("bob", allow("s3:GetObject", "arn:aws:s3:::bucket/*"));
        S3Client his = cloud.as(bob, S3Client.builder());
        assertThat(get(his, "bucket")).isEqualTo("hello");
        assertThat(failure(() -> get(his, ARN)))
                .contains("s3:GetObject on resource: \"" + ARN + "/object/a/x\" because no");
        policy("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + bob.principal()
                + "'},'Action':'s3:GetObject','Resource':'" + ARN + "/object/a/*'}]}");
        assertThat(get(his, ARN)).isEqualTo("hello");
        policy("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                + "'Resource':'" + ARN + "/object/*'}]}");
        assertThat(failure(() -> get(his, ARN))).contains("with an explicit deny in a resource-based policy");
        assertThat(get(his, "bucket")).isEqualTo("hello");
    }

    @Test
    void aBucketDelegatesToTheAccessPointsOfAnAccount() {
        create();
        Credentials bob = cloud.user("bob", allow("s3:GetObject", ARN + "/object/*"));
        S3Client his = cloud.as(bob, S3Client.builder());
        assertThat(failure(() -> get(his, ARN))).contains("arn:aws:s3:::bucket/a/x");
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
                                + "\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::bucket\",\"arn:aws:s3:::bucket/*\"],"
                                + "\"Condition\":{\"StringEquals\":{\"s3:DataAccessPointAccount\":\"" + ACCOUNT
                                + "\"}}}]}"));
        assertThat(get(his, ARN)).isEqualTo("hello");
        assertThat(failure(() -> get(his, "bucket"))).startsWith("AccessDenied 403");
    }

    @Test
    void anAccessPointOfAVpcIsReachedFromThere() {
        control.createAccessPoint(request ->
                request.accountId(ACCOUNT).name("point").bucket("bucket").vpcConfiguration(vpc -> vpc.vpcId("vpc-1")));
        assertThat(failure(() -> get(s3, ARN))).isEqualTo("AccessDenied 403 Access Denied");
        cloud.control()
                .setVantage("arn:aws:iam::" + ACCOUNT + ":user/admin", new Vantage("10.0.0.1", "vpc-1", "vpce-1"));
        assertThat(get(s3, ARN)).isEqualTo("hello");
    }

    @Test
    void policiesAreOfTheAccessPointAndNotPublic() {
        create();
        assertThat(failure(() -> control.getAccessPointPolicy(
                        request -> request.accountId(ACCOUNT).name("point"))))
                .isEqualTo("NoSuchAccessPointPolicy 404 The specified accesspoint policy does not exist");
        assertThat(failure(() -> policy("{'Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::bucket/*'}]}")))
                .isEqualTo("MalformedPolicy 400 Policy has invalid resource");
        assertThat(failure(() -> policy("{'Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                        + "'Resource':'" + ARN + "/object/*'}]}")))
                .contains("public policies are prevented by the BlockPublicPolicy setting");
    }

    @Test
    void anAccountBlocksAllItsBuckets() {
        assertThat(failure(() -> control.getPublicAccessBlock(request -> request.accountId(ACCOUNT))))
                .isEqualTo("NoSuchPublicAccessBlockConfiguration 404 The public access block configuration was not"
                        + " found");
        assertThat(failure(() -> control.putPublicAccessBlock(
                        request -> request.accountId(ACCOUNT).publicAccessBlockConfiguration(block -> {}))))
                .isEqualTo("InvalidRequest 400 Must specify at least one configuration.");
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        control.putPublicAccessBlock(request ->
                request.accountId(ACCOUNT).publicAccessBlockConfiguration(block -> block.blockPublicPolicy(true)));
        String open = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                + "\"Resource\":\"arn:aws:s3:::bucket/*\"}]}";
        ThrowingCallable put =
                () -> s3.putBucketPolicy(request -> request.bucket("bucket").policy(open));
        assertThat(failure(put)).contains("prevented by the BlockPublicPolicy setting");
        control.deletePublicAccessBlock(request -> request.accountId(ACCOUNT));
        assertThat(catchThrowableOfType(AwsServiceException.class, put)).isNull();
        S3Client nobody = cloud.as(null, S3Client.builder());
        assertThat(get(nobody, "bucket")).isEqualTo("hello");
        control.putPublicAccessBlock(request ->
                request.accountId(ACCOUNT).publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));
        assertThat(failure(() -> get(nobody, "bucket"))).isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void anotherAccountsBlockIsNotToBeSeen() {
        assertThat(failure(() -> control.getPublicAccessBlock(request -> request.accountId(OTHER_ACCOUNT))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void requestersOfOtherAccountsSayThatTheyPay() {
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                        + "\"Resource\":\"arn:aws:s3:::bucket/*\"}]}"));
        s3.putBucketRequestPayment(
                request -> request.bucket("bucket").requestPaymentConfiguration(payment -> payment.payer("Requester")));
        assertThat(s3.getBucketRequestPayment(request -> request.bucket("bucket"))
                        .payerAsString())
                .isEqualTo("Requester");
        S3Client other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
        assertThat(failure(() -> get(other, "bucket"))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(failure(() -> get(cloud.as(null, S3Client.builder()), "bucket")))
                .isEqualTo("AccessDenied 403 Access Denied");
        assertThat(other.getObjectAsBytes(
                                request -> request.bucket("bucket").key("a/x").requestPayer("requester"))
                        .response()
                        .requestChargedAsString())
                .isEqualTo("requester");
        assertThat(get(s3, "bucket")).isEqualTo("hello");
        other.createBucket(request -> request.bucket("others"));
        assertThat(failure(() -> other.copyObject(request -> request.sourceBucket("bucket")
                        .sourceKey("a/x")
                        .destinationBucket("others")
                        .destinationKey("k"))))
                .startsWith("AccessDenied 403");
        assertThat(other.copyObject(request -> request.sourceBucket("bucket")
                                .sourceKey("a/x")
                                .destinationBucket("others")
                                .destinationKey("k")
                                .requestPayer("requester"))
                        .requestChargedAsString())
                .isEqualTo("requester");
    }

    @Test
    void theExpectedOwnerIsAnAccountAndTheOwner() {
        assertThat(failure(
                        () -> s3.headBucket(request -> request.bucket("bucket").expectedBucketOwner(OTHER_ACCOUNT))))
                .contains("403");
        assertThat(failure(() ->
                        s3.getBucketAcl(request -> request.bucket("bucket").expectedBucketOwner("abcd"))))
                .isEqualTo("InvalidBucketOwnerAWSAccountID 400 The value of the expected bucket owner parameter must be"
                        + " an AWS Account ID... [abcd]");
    }

    @Test
    void aBucketOfAnotherRegionIsToldWhereItIs() {
        S3Client ireland = cloud.in("eu-west-1", cloud.control().administrator(ACCOUNT), S3Client.builder());
        ireland.createBucket(request -> request.bucket("far")
                .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-west-1")));
        S3Client oregon = cloud.in("us-west-2", cloud.control().administrator(ACCOUNT), S3Client.builder());
        assertThat(failure(() -> oregon.listObjectsV2(request -> request.bucket("far"))))
                .startsWith("PermanentRedirect 301 The bucket you are attempting to access must be addressed");
        assertThat(s3.getBucketLocation(request -> request.bucket("far")).locationConstraintAsString())
                .isEqualTo("eu-west-1");
    }

    @Test
    void an_access_point_is_the_source_of_a_copy_and_is_asked_as_well() {
        create();
        s3.copyObject(request -> request.sourceBucket(ARN)
                .sourceKey("a/x")
                .destinationBucket("bucket")
                .destinationKey("copy"));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("copy"))
                        .asUtf8String())
                .isEqualTo("hello");
        control.putAccessPointPolicy(request -> request.accountId(ACCOUNT)
                .name("point")
                .policy(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                                        + "'Resource':'" + ARN + "/object/*'}]}")
                                .replace('\'', '"')));
        assertThat(failure(() -> s3.copyObject(request -> request.sourceBucket(ARN)
                        .sourceKey("a/x")
                        .destinationBucket("bucket")
                        .destinationKey("copy"))))
                .startsWith("AccessDenied 403");
        assertThat(failure(() -> s3.copyObject(request -> request.sourceBucket(ARN + "x")
                        .sourceKey("a/x")
                        .destinationBucket("bucket")
                        .destinationKey("copy"))))
                .startsWith("NoSuchAccessPoint 404");
    }

    @Test
    void buckets_and_access_points_are_tagged_by_their_arns() {
        create();
        for (String arn : List.of("arn:aws:s3:::bucket", ARN)) {
            control.tagResource(
                    request -> request.accountId(ACCOUNT).resourceArn(arn).tags(tag("a", "1"), tag("b", "2")));
            control.tagResource(
                    request -> request.accountId(ACCOUNT).resourceArn(arn).tags(tag("b", "3")));
            assertThat(control.listTagsForResource(
                                    request -> request.accountId(ACCOUNT).resourceArn(arn))
                            .tags())
                    .containsExactly(tag("a", "1"), tag("b", "3"));
            control.untagResource(
                    request -> request.accountId(ACCOUNT).resourceArn(arn).tagKeys("a"));
            assertThat(control.listTagsForResource(
                                    request -> request.accountId(ACCOUNT).resourceArn(arn))
                            .tags())
                    .containsExactly(tag("b", "3"));
            assertThat(failure(() -> control.tagResource(request ->
                            request.accountId(ACCOUNT).resourceArn(arn).tags(tag("aws:x", "1")))))
                    .startsWith("InvalidTag 400 User-defined tag keys can't start with");
        }
        assertThat(s3.getBucketTagging(request -> request.bucket("bucket")).tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("b=3"));
        assertThat(failure(() -> control.listTagsForResource(
                        request -> request.accountId(ACCOUNT).resourceArn("arn:aws:s3:::nowhere"))))
                .startsWith("NoSuchBucket 404");
        S3ControlClient nobody =
                cloud.as(cloud.user("untagged", allow("s3:ListTagsForResource", "*")), S3ControlClient.builder());
        assertThat(nobody.listTagsForResource(
                                request -> request.accountId(ACCOUNT).resourceArn(ARN))
                        .tags())
                .hasSize(1);
        assertThat(failure(() -> nobody.untagResource(
                        request -> request.accountId(ACCOUNT).resourceArn(ARN).tagKeys("b"))))
                .startsWith("AccessDenied 403")
                .contains("s3:UntagResource");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
