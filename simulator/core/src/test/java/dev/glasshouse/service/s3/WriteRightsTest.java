package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAbacStatus;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** What must be allowed for what a write asks beside writing, and what tags of buckets open. */
class WriteRightsTest {

    private static final String ANY = "arn:aws:s3:::bucket/*";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket").objectLockEnabledForBucket(true));
        s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString("hello"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    private static void put(S3Client client, PutObjectRequest.Builder request) {
        client.putObject(request.bucket("bucket").key("new").build(), RequestBody.fromString("x"));
    }

    private S3Client who(String name, String... statements) {
        return cloud.as(
                cloud.user(name, "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}"),
                S3Client.builder());
    }

    private static String may(String action) {
        return "{\"Effect\":\"Allow\",\"Action\":\"s3:" + action + "\",\"Resource\":\"" + ANY + "\"}";
    }

    @Test
    void whoLocksWhatTheyWriteMayLock() {
        S3Client writer = who("writer", may("PutObject"));
        S3Client keeper = who("keeper", may("PutObject"), may("PutObjectRetention"));
        S3Client holder = who("holder", may("PutObject"), may("PutObjectLegalHold"));
        put(writer, PutObjectRequest.builder());
        Instant until = cloud.now().plusSeconds(86_400);
        PutObjectRequest.Builder kept = PutObjectRequest.builder()
                .objectLockMode(ObjectLockMode.GOVERNANCE)
                .objectLockRetainUntilDate(until);
        assertThat(failure(() -> put(writer, kept)))
                .startsWith("AccessDenied 403")
                .contains("s3:PutObjectRetention");
        put(keeper, kept);
        PutObjectRequest.Builder held =
                PutObjectRequest.builder().objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
        assertThat(failure(() -> put(keeper, held)))
                .startsWith("AccessDenied 403")
                .contains("s3:PutObjectLegalHold");
        put(holder, held);
    }

    @Test
    void whoBeginsAnUploadWithTagsOrAnAclMaySetThese() {
        S3Client writer = who("writer", may("PutObject"));
        writer.createMultipartUpload(request -> request.bucket("bucket").key("m"));
        assertThat(failure(() -> writer.createMultipartUpload(
                        request -> request.bucket("bucket").key("m").tagging("a=1"))))
                .startsWith("AccessDenied 403")
                .contains("s3:PutObjectTagging");
        assertThat(failure(() -> writer.createMultipartUpload(
                        request -> request.bucket("bucket").key("m").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL))))
                .startsWith("AccessDenied 403")
                .contains("s3:PutObjectAcl");
        who("tagger", may("PutObject"), may("PutObjectTagging"))
                .createMultipartUpload(
                        request -> request.bucket("bucket").key("m").tagging("a=1"));
    }

    @Test
    void whoComparesAnETagMayReadTheObject() {
        String etag =
                s3.headObject(request -> request.bucket("bucket").key("k")).eTag();
        S3Client blind = who("blind", may("PutObject"), may("DeleteObject"));
        assertThat(failure(() -> blind.putObject(
                        request -> request.bucket("bucket").key("k").ifMatch(etag), RequestBody.fromString("x"))))
                .startsWith("AccessDenied 403")
                .contains("s3:GetObject");
        assertThat(failure(() -> blind.deleteObject(
                        request -> request.bucket("bucket").key("k").ifMatch(etag))))
                .startsWith("AccessDenied 403")
                .contains("s3:GetObject");
        List<S3Error> errors = blind.deleteObjects(request -> request.bucket("bucket")
                        .delete(what -> what.objects(
                                ObjectIdentifier.builder().key("k").eTag(etag).build())))
                .errors();
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.code() + " " + error.message())
                        .startsWith("AccessDenied")
                        .contains("s3:GetObject"));
        blind.putObject(request -> request.bucket("bucket").key("fresh").ifNoneMatch("*"), RequestBody.fromString("x"));
        blind.deleteObject(request -> request.bucket("bucket").key("fresh").ifMatch("*"));
        S3Client seeing = who("seeing", may("PutObject"), may("DeleteObject"), may("GetObject"));
        seeing.putObject(request -> request.bucket("bucket").key("k").ifMatch(etag), RequestBody.fromString("x"));
    }

    @Test
    void aConditionOnTheETagSeesThatOfEachObjectOfMany() {
        String etag =
                s3.headObject(request -> request.bucket("bucket").key("k")).eTag();
        S3Client careful = who(
                "careful",
                may("GetObject"),
                may("DeleteObject").replace("\"}", "\",\"Condition\":{\"Null\":{\"s3:if-match\":\"false\"}}}"));
        var answer = careful.deleteObjects(request -> request.bucket("bucket")
                .delete(what -> what.objects(
                        ObjectIdentifier.builder().key("k").eTag(etag).build(),
                        ObjectIdentifier.builder().key("other").build())));
        assertThat(answer.deleted()).extracting(deleted -> deleted.key()).containsExactly("k");
        assertThat(answer.errors()).extracting(S3Error::key).containsExactly("other");
    }

    @Test
    void tagsOfBucketsOpenThemOnceThatIsEnabled() {
        s3.putBucketTagging(request -> request.bucket("bucket")
                .tagging(tagging ->
                        tagging.tagSet(Tag.builder().key("team").value("a").build())));
        for (String key : List.of("aws:ResourceTag/team", "s3:BucketTag/team")) {
            String condition = "\",\"Condition\":{\"StringEquals\":{\"" + key + "\":\"a\"}}}";
            S3Client member = who("by-" + key.charAt(0), may("GetObject").replace("\"}", condition));
            s3.putBucketAbac(
                    request -> request.bucket("bucket").abacStatus(status -> status.status(BucketAbacStatus.DISABLED)));
            assertThat(failure(() -> member.getObjectAsBytes(
                            request -> request.bucket("bucket").key("k"))))
                    .startsWith("AccessDenied 403");
            s3.putBucketAbac(
                    request -> request.bucket("bucket").abacStatus(status -> status.status(BucketAbacStatus.ENABLED)));
            member.getObjectAsBytes(request -> request.bucket("bucket").key("k"));
        }
        assertThat(failure(() -> s3.putBucketTagging(request -> request.bucket("bucket")
                        .tagging(tagging ->
                                tagging.tagSet(Tag.builder().key("b").value("1").build())))))
                .startsWith("MethodNotAllowed 405");
        assertThat(failure(() -> s3.deleteBucketTagging(request -> request.bucket("bucket"))))
                .startsWith("MethodNotAllowed 405");
        try (S3ControlClient control = cloud.admin(S3ControlClient.builder())) {
            control.tagResource(request -> request.accountId(ACCOUNT)
                    .resourceArn("arn:aws:s3:::bucket")
                    .tags(software.amazon.awssdk.services.s3control.model.Tag.builder()
                            .key("team")
                            .value("b")
                            .build()));
        }
        assertThat(s3.getBucketTagging(request -> request.bucket("bucket")).tagSet())
                .containsExactly(Tag.builder().key("team").value("b").build());
    }

    @Test
    void tagsOfAccessPointsOpenWhatIsReachedByThem() {
        String arn = "arn:aws:s3:us-east-1:" + ACCOUNT + ":accesspoint/point";
        try (S3ControlClient control = cloud.admin(S3ControlClient.builder())) {
            control.createAccessPoint(request -> request.accountId(ACCOUNT)
                    .name("point")
                    .bucket("bucket")
                    .tags(software.amazon.awssdk.services.s3control.model.Tag.builder()
                            .key("team")
                            .value("a")
                            .build()));
        }
        S3Client member = cloud.as(
                cloud.user(
                        "member",
                        allow("s3:GetObject", "*")
                                .replace("'*'}", "'*','Condition':{'StringEquals':{'s3:AccessPointTag/team':'a'}}}")),
                S3Client.builder());
        member.getObjectAsBytes(request -> request.bucket(arn).key("k"));
        assertThat(failure(() -> member.getObjectAsBytes(
                        request -> request.bucket("bucket").key("k"))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void conditionsSeeTheFieldsOfAnInventory() {
        S3Client plain = who(
                "plain",
                "{\"Effect\":\"Allow\",\"Action\":\"s3:PutInventoryConfiguration\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"ForAllValues:StringNotEquals\":{\"s3:InventoryAccessibleOptionalFields\":\"ObjectOwner\"}}}");
        inventory(plain, InventoryOptionalField.SIZE);
        assertThat(failure(() -> inventory(plain, InventoryOptionalField.SIZE, InventoryOptionalField.OBJECT_OWNER)))
                .startsWith("AccessDenied 403");
    }

    private static void inventory(S3Client client, InventoryOptionalField... fields) {
        client.putBucketInventoryConfiguration(request -> request.bucket("bucket")
                .id("all")
                .inventoryConfiguration(all -> all.id("all")
                        .isEnabled(true)
                        .includedObjectVersions("All")
                        .optionalFields(fields)
                        .schedule(schedule -> schedule.frequency("Daily"))
                        .destination(to -> to.s3BucketDestination(
                                bucket -> bucket.bucket("arn:aws:s3:::bucket").format("CSV")))));
    }
}
