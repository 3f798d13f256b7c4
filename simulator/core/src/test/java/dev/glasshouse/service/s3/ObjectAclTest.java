package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** ACLs of objects, and who owns what others write. */
class ObjectAclTest {

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

    private static void put(S3Client client, String key, String acl) {
        client.putObject(request -> request.bucket("bucket").key(key).acl(acl), RequestBody.fromString("hello"));
    }

    private static String get(S3Client client, String key) {
        return client.getObjectAsBytes(request -> request.bucket("bucket").key(key))
                .asUtf8String();
    }

    private List<String> permissions(S3Client client, String key) {
        return client.getObjectAcl(request -> request.bucket("bucket").key(key)).grants().stream()
                .map(grant -> grant.permissionAsString())
                .toList();
    }

    private void ownership(ObjectOwnership ownership) {
        s3.putBucketOwnershipControls(request -> request.bucket("bucket")
                .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                        .objectOwnership(ownership)
                        .build())));
    }

    @Test
    void everybodyReadsWhatIsPublicAndNothingElse() {
        put(s3, "open", "public-read");
        put(s3, "shut", "private");
        assertThat(get(nobody, "open")).isEqualTo("hello");
        assertThat(failure(() -> get(nobody, "shut"))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(failure(() -> permissions(nobody, "open"))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(permissions(s3, "open")).containsExactly("FULL_CONTROL", "READ");
        s3.putObjectAcl(request -> request.bucket("bucket").key("open").acl("private"));
        assertThat(failure(() -> get(nobody, "open"))).isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void writingAnObjectAgainTakesItsListAway() {
        put(s3, "open", "public-read");
        s3.putObject(request -> request.bucket("bucket").key("open"), RequestBody.fromString("hello"));
        assertThat(failure(() -> get(nobody, "open"))).isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void aMissingObjectIsSaidToWhoMayListByAcl() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl("public-read"));
        assertThat(failure(() -> get(nobody, "none"))).isEqualTo("NoSuchKey 404 The specified key does not exist.");
    }

    @Test
    void aWriterOwnsWhatItWritesAndItsBucketsOwnerCannotReadIt() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl("public-read-write"));
        put(other, "theirs", "private");
        assertThat(get(other, "theirs")).isEqualTo("hello");
        assertThat(failure(() -> get(s3, "theirs"))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(other.getObjectAcl(request -> request.bucket("bucket").key("theirs"))
                        .owner()
                        .id())
                .isEqualTo(id(other));
        other.putObjectAcl(request -> request.bucket("bucket").key("theirs").acl("bucket-owner-read"));
        assertThat(get(s3, "theirs")).isEqualTo("hello");
        assertThat(failure(() -> permissions(s3, "theirs"))).isEqualTo("AccessDenied 403 Access Denied");
        s3.deleteObject(request -> request.bucket("bucket").key("theirs"));
    }

    @Test
    void aBucketsPolicyGivesNoRightsToObjectsOfOthers() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl("public-read-write"));
        put(other, "theirs", "private");
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                        + "\"Resource\":\"arn:aws:s3:::bucket/*\"}]}"));
        assertThat(failure(() -> get(nobody, "theirs"))).isEqualTo("AccessDenied 403 Access Denied");
        put(s3, "own", "private");
        assertThat(get(nobody, "own")).isEqualTo("hello");
    }

    @Test
    void preferredOwnershipHandsOverWhatIsWrittenWithFullControl() {
        ownership(ObjectOwnership.BUCKET_OWNER_PREFERRED);
        s3.putBucketAcl(request -> request.bucket("bucket").acl("public-read-write"));
        put(other, "given", "bucket-owner-full-control");
        assertThat(get(s3, "given")).isEqualTo("hello");
        assertThat(failure(() -> get(other, "given"))).isEqualTo("AccessDenied 403 Access Denied");
        put(other, "kept", "private");
        assertThat(failure(() -> get(s3, "kept"))).isEqualTo("AccessDenied 403 Access Denied");
        s3.putBucketAcl(request -> request.bucket("bucket").acl("private"));
        ownership(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(get(s3, "kept")).isEqualTo("hello");
    }

    @Test
    void disabledListsLetOnlyTheBucketOwnersFullControlBeAskedFor() {
        ownership(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        put(s3, "a", "bucket-owner-full-control");
        assertThat(failure(() -> put(s3, "a", "private")))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
        assertThat(failure(() -> s3.putObjectAcl(
                        request -> request.bucket("bucket").key("a").acl("public-read"))))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
        s3.putObjectAcl(request -> request.bucket("bucket").key("a").acl("bucket-owner-full-control"));
    }

    @Test
    void publicListsAreBlockedOnEveryWay() {
        s3.putPublicAccessBlock(request ->
                request.bucket("bucket").publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)));
        s3.putObject(request -> request.bucket("bucket").key("a"), RequestBody.fromString("hello"));
        String why = "public access control lists (ACLs) are prevented by the BlockPublicAcls setting";
        assertThat(failure(() -> put(s3, "a", "public-read"))).contains(why);
        assertThat(failure(() -> s3.putObjectAcl(
                        request -> request.bucket("bucket").key("a").acl("authenticated-read"))))
                .contains(why);
        assertThat(failure(() -> s3.copyObject(request -> request.sourceBucket("bucket")
                        .sourceKey("a")
                        .destinationBucket("bucket")
                        .destinationKey("b")
                        .acl("public-read"))))
                .contains(why);
        assertThat(failure(() -> s3.createMultipartUpload(
                        request -> request.bucket("bucket").key("a").acl("public-read"))))
                .contains(why);
        assertThat(failure(() -> s3.putObjectAcl(request -> request.bucket("bucket")
                        .key("a")
                        .grantRead("uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""))))
                .contains(why);
    }

    @Test
    void whoWritesWithAListMustBeAllowedToSetOne() {
        Credentials bob = cloud.user("bob", allow("s3:PutObject", "*"));
        S3Client his = cloud.as(bob, S3Client.builder());
        his.putObject(request -> request.bucket("bucket").key("a"), RequestBody.fromString("hello"));
        assertThat(failure(() -> put(his, "a", "public-read")))
                .contains("no identity-based policy allows the s3:PutObjectAcl action");
    }

    @Test
    void anUploadInPartsHasTheListItWasBegunWith() {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket("bucket").key("m").acl("public-read"))
                .uploadId();
        String etag = s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("m")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("hello"))
                .eTag();
        s3.completeMultipartUpload(request -> request.bucket("bucket")
                .key("m")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));
        assertThat(get(nobody, "m")).isEqualTo("hello");
    }

    @Test
    void anybodyMayWriteWithAListWhereTheBucketLetsThemWrite() {
        s3.putBucketAcl(request -> request.bucket("bucket").acl("public-read-write"));
        put(nobody, "x", "public-read");
        assertThat(get(s3, "x")).isEqualTo("hello");
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket").fetchOwner(true))
                        .contents()
                        .get(0)
                        .owner()
                        .id())
                .isEqualTo("65a011a29cdf8ec533ec3d1ccaae921c");
    }

    @Test
    void eachVersionHasAListOfItsOwn() {
        s3.putBucketVersioning(request ->
                request.bucket("bucket").versioningConfiguration(versioning -> versioning.status("Enabled")));
        put(s3, "v", "public-read");
        String first =
                s3.headObject(request -> request.bucket("bucket").key("v")).versionId();
        put(s3, "v", "private");
        assertThat(failure(() -> get(nobody, "v"))).isEqualTo("AccessDenied 403 Access Denied");
        assertThat(nobody.getObjectAsBytes(
                                request -> request.bucket("bucket").key("v").versionId(first))
                        .asUtf8String())
                .isEqualTo("hello");
    }
}
