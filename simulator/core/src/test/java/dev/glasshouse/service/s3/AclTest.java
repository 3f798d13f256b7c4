package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Type;

/** ACLs of buckets, under the defaults of 2022, when new buckets had them. */
class AclTest {

    private final TestCloud cloud = new TestCloud("acls", Age.Y2022);
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final S3Client other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
    private final S3Client nobody = cloud.as(null, S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private static String id(S3Client client) {
        return client.listBuckets().owner().id();
    }

    private List<String> grants() {
        return s3.getBucketAcl(request -> request.bucket("bucket")).grants().stream()
                .map(grant -> grant.grantee().typeAsString() + " "
                        + (grant.grantee().uri() == null
                                ? grant.grantee().id().equals(id(s3))
                                        ? "owner"
                                        : grant.grantee().id()
                                : grant.grantee().uri())
                        + " "
                        + grant.permissionAsString())
                .toList();
    }

    @Test
    void aNewBucketIsItsOwnersAlone() {
        assertThat(grants()).containsExactly("CanonicalUser owner FULL_CONTROL");
        assertThat(failure(() -> nobody.listObjectsV2(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
        assertThat(failure(() -> other.listObjectsV2(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
    }

    @ParameterizedTest
    @CsvSource({
        "public-read, Group http://acs.amazonaws.com/groups/global/AllUsers READ",
        "authenticated-read, Group http://acs.amazonaws.com/groups/global/AuthenticatedUsers READ",
    })
    void aCannedListStandsForGrants(String canned, String grant) {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(canned));
        assertThat(grants()).containsExactly("CanonicalUser owner FULL_CONTROL", grant);
    }

    @Test
    void logDeliveryMayWriteAndReadTheList() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl("log-delivery-write"));
        assertThat(grants())
                .containsExactly(
                        "CanonicalUser owner FULL_CONTROL",
                        "Group http://acs.amazonaws.com/groups/s3/LogDelivery WRITE",
                        "Group http://acs.amazonaws.com/groups/s3/LogDelivery READ_ACP");
    }

    @Test
    void everybodyMayReadWhatIsPublicAndSignersWhatIsForThem() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ));
        assertThat(nobody.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isZero();
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.AUTHENTICATED_READ));
        assertThat(other.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isZero();
        assertThat(failure(() -> nobody.listObjectsV2(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void aGrantToAnAccountIsNoneToUsersThatTheAccountAllowsNothing() {
        s3.putBucketAcl(request ->
                request.bucket("bucket").grantFullControl("id=" + id(s3)).grantRead("id=\"" + id(other) + "\""));
        assertThat(other.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isZero();
        assertThat(failure(() -> other.getBucketAcl(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
        Credentials bob = cloud.user("bob", null);
        assertThat(failure(() -> cloud.as(bob, S3Client.builder()).listObjectsV2(request -> request.bucket("bucket"))))
                .contains("no identity-based policy allows the s3:ListBucket action");
    }

    @Test
    void e5_anExplicitDenyBeatsAPublicList() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ));
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:ListBucket\","
                        + "\"Resource\":\"arn:aws:s3:::bucket\"}]}"));
        assertThat(failure(() -> nobody.listObjectsV2(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void anOwnerWithoutGrantsMayStillReadAndWriteTheList() {
        var acl = s3.getBucketAcl(request -> request.bucket("bucket"));
        s3.putBucketAcl(request -> request.bucket("bucket")
                .accessControlPolicy(policy -> policy.owner(acl.owner()).grants(List.of())));
        assertThat(failure(() -> s3.listObjectsV2(request -> request.bucket("bucket"))))
                .startsWith("AccessDenied 403");
        assertThat(grants()).isEmpty();
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PRIVATE));
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=\"wrong\"; InvalidArgument 400 Invalid id",
                "uri=\"http://acs.amazonaws.com/groups/s3/Fake\"; InvalidArgument 400 Invalid group uri",
                "fake=\"1\"; InvalidArgument 400 Argument format not recognized",
                "emailAddress=\"a@b.c\"; UnresolvableGrantByEmailAddress 400 The e-mail address you provided does not"
                        + " match any account on record.",
            })
    void aGranteeThatIsNoneIsRefused(String text) {
        String[] parts = text.split("; ");
        assertThat(failure(() ->
                        s3.putBucketAcl(request -> request.bucket("bucket").grantWrite(parts[0]))))
                .isEqualTo(parts[1]);
    }

    @Test
    void aListIsAskedForInOneWay() {
        assertThat(failure(() -> s3.putBucketAcl(request -> request.bucket("bucket"))))
                .isEqualTo("MissingSecurityHeader 400 Your request was missing a required header");
        assertThat(failure(() -> s3.putBucketAcl(
                        request -> request.bucket("bucket").acl("private").grantRead("id=\"" + id(s3) + "\""))))
                .isEqualTo("InvalidRequest 400 Specifying both Canned ACLs and Header Grants is not allowed");
        assertThat(failure(() ->
                        s3.putBucketAcl(request -> request.bucket("bucket").acl("fake"))))
                .startsWith("InvalidArgument 400");
        Grant grant = Grant.builder()
                .grantee(Grantee.builder().type(Type.CANONICAL_USER).id(id(s3)).build())
                .permission(Permission.READ)
                .build();
        assertThat(failure(() -> s3.putBucketAcl(request -> request.bucket("bucket")
                        .acl("private")
                        .accessControlPolicy(policy ->
                                policy.owner(owner -> owner.id(id(s3))).grants(grant)))))
                .isEqualTo("UnexpectedContent 400 This request does not support content");
        assertThat(failure(() -> s3.putBucketAcl(
                        request -> request.bucket("bucket").accessControlPolicy(policy -> policy.grants(grant)))))
                .startsWith("MalformedACLError 400");
    }

    @Test
    void ownershipThatDisablesListsWantsThemPrivate() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ));
        ThrowingCallable enforce = () -> s3.putBucketOwnershipControls(request -> request.bucket("bucket")
                .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .build())));
        assertThat(failure(enforce)).startsWith("InvalidBucketAclWithObjectOwnership 400");
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PRIVATE));
        assertThat(catchThrowableOfType(S3Exception.class, enforce)).isNull();
        assertThat(failure(() ->
                        s3.putBucketAcl(request -> request.bucket("bucket").acl("private"))))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
    }

    @Test
    void ignoredPublicListsGiveNothingAndAreStillThere() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ));
        s3.putPublicAccessBlock(request ->
                request.bucket("bucket").publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true)));
        assertThat(failure(() -> nobody.listObjectsV2(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
        assertThat(grants()).hasSize(2);
    }

    @Test
    void aBucketIsMadeWithAList() {
        s3.createBucket(request -> request.bucket("open").acl(BucketCannedACL.PUBLIC_READ));
        assertThat(nobody.listObjectsV2(request -> request.bucket("open")).keyCount())
                .isZero();
        s3.createBucket(request -> request.bucket("open"));
        assertThat(failure(() -> nobody.listObjectsV2(request -> request.bucket("open"))))
                .isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void theDefaultsOf2022HaveNeitherOwnershipControlsNorABlock() {
        assertThat(failure(() -> s3.getBucketOwnershipControls(request -> request.bucket("bucket"))))
                .startsWith("OwnershipControlsNotFoundError 404");
        assertThat(failure(() -> s3.getPublicAccessBlock(request -> request.bucket("bucket"))))
                .startsWith("NoSuchPublicAccessBlockConfiguration 404");
    }

    @Test
    void rootReachesAPolicyThatDeniesEverything() {
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\","
                        + "\"Resource\":[\"arn:aws:s3:::bucket\",\"arn:aws:s3:::bucket/*\"]}]}"));
        assertThat(failure(() -> s3.deleteBucketPolicy(request -> request.bucket("bucket"))))
                .contains("with an explicit deny in a resource-based policy");
        S3Client root = cloud.as(cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":root"), S3Client.builder());
        assertThat(failure(() -> root.listObjectsV2(request -> request.bucket("bucket"))))
                .contains("with an explicit deny in a resource-based policy");
        root.deleteBucketPolicy(request -> request.bucket("bucket"));
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket")).keyCount())
                .isZero();
    }

    @Test
    void conditionKeysAreThoseOfTheAction() {
        Credentials bob = cloud.user(
                "bob",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:PutBucketAcl','Resource':'*',"
                        + "'Condition':{'StringEquals':{'s3:x-amz-acl':'private'}}},{'Effect':'Allow','Action':"
                        + "'s3:ListBucket','Resource':'*','Condition':{'StringLike':{'s3:prefix':'home/*'},"
                        + "'NumericLessThanEquals':{'s3:max-keys':'10'},'Null':{'s3:x-amz-acl':'true'}}}]}");
        S3Client his = cloud.as(bob, S3Client.builder());
        his.putBucketAcl(request -> request.bucket("bucket").acl("private"));
        assertThat(failure(() ->
                        his.putBucketAcl(request -> request.bucket("bucket").acl("public-read"))))
                .startsWith("AccessDenied 403");
        his.listObjectsV2(request -> request.bucket("bucket").prefix("home/x").maxKeys(10));
        assertThat(failure(() -> his.listObjectsV2(
                        request -> request.bucket("bucket").prefix("home/x").maxKeys(11))))
                .startsWith("AccessDenied 403");
        assertThat(failure(() ->
                        his.listObjectsV2(request -> request.bucket("bucket").prefix("home/x"))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void publicWriteLetsAnybodyPutAndDelete() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ_WRITE));
        nobody.putObject(
                request -> request.bucket("bucket").key("x"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("hello"));
        assertThat(failure(() ->
                        nobody.getObject(request -> request.bucket("bucket").key("none"))))
                .isEqualTo("NoSuchKey 404 The specified key does not exist.");
        nobody.deleteObject(request -> request.bucket("bucket").key("x"));
        assertThat(failure(() -> nobody.deleteBucket(request -> request.bucket("bucket"))))
                .isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void ownersAndGranteesHaveNamesInTheOldestRegionsUntilTheEndOf2025() {
        s3.createBucket(request -> request.bucket("named"));
        var acl = s3.getBucketAcl(request -> request.bucket("named"));
        assertThat(acl.owner().displayName()).isEqualTo(TestCloud.ACCOUNT);
        assertThat(acl.grants().get(0).grantee().displayName()).isEqualTo(TestCloud.ACCOUNT);
        assertThat(s3.listBuckets().owner().displayName()).isEqualTo(TestCloud.ACCOUNT);
        s3.createMultipartUpload(request -> request.bucket("named").key("k"));
        var upload = s3.listMultipartUploads(request -> request.bucket("named"))
                .uploads()
                .get(0);
        assertThat(upload.owner().displayName()).isEqualTo(TestCloud.ACCOUNT);
        assertThat(upload.initiator().displayName()).isEqualTo("admin");
        try (S3Client london =
                        cloud.in("eu-west-2", cloud.control().administrator(TestCloud.ACCOUNT), S3Client.builder());
                TestCloud today = new TestCloud();
                S3Client newer = today.admin(S3Client.builder())) {
            assertThat(london.listBuckets().owner().displayName()).isNull();
            assertThat(newer.listBuckets().owner().displayName()).isNull();
        }
    }
}
