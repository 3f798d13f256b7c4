package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.fault;
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
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Members of answers, and refusals, that S3 has in few places only. */
class AnswersTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void makeBucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        put("key", "hello");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void put(String key, String text) {
        s3.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromString(text));
    }

    private static String faultOf(ThrowingCallable call) {
        return fault(catchThrowableOfType(S3Exception.class, call));
    }

    @Test
    void an_empty_delimiter_is_none() {
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket").delimiter(""))
                        .delimiter())
                .isNull();
        assertThat(s3.listObjects(request -> request.bucket("bucket").delimiter(""))
                        .delimiter())
                .isNull();
    }

    @Test
    void a_delete_marker_tells_when_it_was_set() {
        s3.putBucketVersioning(request ->
                request.bucket("bucket").versioningConfiguration(versioning -> versioning.status("Enabled")));
        String marker =
                s3.deleteObject(request -> request.bucket("bucket").key("key")).versionId();
        S3Exception fault = catchThrowableOfType(
                S3Exception.class,
                () -> s3.getObject(
                        request -> request.bucket("bucket").key("key").versionId(marker)));
        assertThat(fault.statusCode()).isEqualTo(405);
        assertThat(fault.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Last-Modified"))
                .hasValueSatisfying(date -> assertThat(date).endsWith(" GMT"));
    }

    private static LifecycleRule rule(String id, ExpirationStatus status, String prefix, int days) {
        return LifecycleRule.builder()
                .id(id)
                .status(status)
                .filter(filter -> filter.prefix(prefix))
                .expiration(expiration -> expiration.days(days))
                .build();
    }

    @Test
    void an_object_that_a_rule_lets_expire_says_when_and_by_which_rule() {
        s3.putBucketLifecycleConfiguration(request -> request.bucket("bucket")
                .lifecycleConfiguration(configuration -> configuration.rules(List.of(
                        rule("later rule", ExpirationStatus.ENABLED, "k", 9),
                        rule("sooner rule", ExpirationStatus.ENABLED, "key", 1),
                        rule("off", ExpirationStatus.DISABLED, "", 1)))));
        String expiration =
                s3.headObject(request -> request.bucket("bucket").key("key")).expiration();
        assertThat(expiration)
                .matches("expiry-date=\"[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} 00:00:00 GMT\","
                        + " rule-id=\"sooner rule\"");
        assertThat(s3.putObject(request -> request.bucket("bucket").key("other"), RequestBody.fromString("x"))
                        .expiration())
                .isNull();
        assertThat(s3.putObject(request -> request.bucket("bucket").key("keep"), RequestBody.fromString("x"))
                        .expiration())
                .contains("rule-id=\"later rule\"");
    }

    @Test
    void an_upload_that_is_completed_again_gives_the_same_answer() {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("parts"))
                .uploadId();
        String etag = s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("parts")
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromString("one"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        for (int i = 0; i < 2; i++) {
            assertThat(s3.completeMultipartUpload(request -> request.bucket("bucket")
                                    .key("parts")
                                    .uploadId(id)
                                    .multipartUpload(upload -> upload.parts(part)))
                            .eTag())
                    .endsWith("-1\"");
        }
        put("parts", "other");
        assertThat(faultOf(() -> s3.completeMultipartUpload(request -> request.bucket("bucket")
                        .key("parts")
                        .uploadId(id)
                        .multipartUpload(upload -> upload.parts(part)))))
                .startsWith("NoSuchUpload 404");
    }

    @Test
    void who_began_an_upload_is_its_initiator() {
        Credentials user = cloud.user("uploader", TestCloud.allow("s3:*", "*"));
        S3Client other = cloud.as(user, S3Client.builder());
        other.createMultipartUpload(request -> request.bucket("bucket").key("parts"));
        assertThat(s3.listMultipartUploads(request -> request.bucket("bucket")).uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.initiator().id())
                        .isEqualTo("arn:aws:iam::" + TestCloud.ACCOUNT + ":user/uploader"));
    }

    @Test
    void the_checksum_of_checksums_has_no_number_among_the_attributes() {
        String id = s3.createMultipartUpload(
                        request -> request.bucket("bucket").key("parts").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        var part = s3.uploadPart(
                request -> request.bucket("bucket")
                        .key("parts")
                        .uploadId(id)
                        .partNumber(1)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromString("one"));
        String whole = s3.completeMultipartUpload(request -> request.bucket("bucket")
                        .key("parts")
                        .uploadId(id)
                        .multipartUpload(upload -> upload.parts(CompletedPart.builder()
                                .partNumber(1)
                                .eTag(part.eTag())
                                .checksumSHA256(part.checksumSHA256())
                                .build())))
                .checksumSHA256();
        assertThat(whole).endsWith("-1");
        assertThat(s3.getObjectAttributes(request ->
                                request.bucket("bucket").key("parts").objectAttributes(ObjectAttributes.CHECKSUM))
                        .checksum()
                        .checksumSHA256())
                .isEqualTo(whole.substring(0, whole.length() - 2));
    }

    @Test
    void a_range_to_copy_is_refused_by_its_form_by_its_end_or_by_its_beginning() {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("parts"))
                .uploadId();
        for (var expected : List.of(
                List.of("bytes=1-0", "InvalidArgument 400 The x-amz-copy-source-range value must be of the form"),
                List.of("bytes=0-100", "InvalidArgument 400 Range specified is not valid for source object of size: 5"),
                List.of("bytes=100-200", "InvalidRequest 400 The specified copy range is invalid"))) {
            assertThat(faultOf(() -> s3.uploadPartCopy(request -> request.sourceBucket("bucket")
                            .sourceKey("key")
                            .destinationBucket("bucket")
                            .destinationKey("parts")
                            .uploadId(id)
                            .partNumber(1)
                            .copySourceRange(expected.get(0)))))
                    .startsWith(expected.get(1));
        }
    }

    @Test
    void storage_classes_of_other_kinds_of_buckets_are_refused() {
        assertThat(faultOf(() -> s3.putObject(
                        request -> request.bucket("bucket").key("key").storageClass("OUTPOSTS"),
                        RequestBody.fromString("x"))))
                .isEqualTo("InvalidStorageClass 400 The storage class you specified is not valid");
    }

    @Test
    void another_account_does_nothing_with_a_buckets_policy() {
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'"
                                + TestCloud.OTHER_ACCOUNT + "'},'Action':'s3:*','Resource':'arn:aws:s3:::bucket'}]}")
                        .replace('\'', '"')));
        S3Client other = cloud.as(cloud.control().administrator(TestCloud.OTHER_ACCOUNT), S3Client.builder());
        assertThat(other.listObjectsV2(request -> request.bucket("bucket")).contents())
                .hasSize(1);
        assertThat(faultOf(() -> other.getBucketPolicy(request -> request.bucket("bucket"))))
                .isEqualTo("MethodNotAllowed 405 The specified method is not allowed against this resource.");
        assertThat(faultOf(() -> other.deleteBucketPolicy(request -> request.bucket("bucket"))))
                .startsWith("MethodNotAllowed 405");
    }

    @Test
    void a_bucket_that_is_asked_for_as_private_has_acls() {
        s3.createBucket(request -> request.bucket("private-bucket").acl(BucketCannedACL.PRIVATE));
        assertThat(s3.getBucketOwnershipControls(request -> request.bucket("private-bucket"))
                        .ownershipControls()
                        .rules())
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.objectOwnership()).isEqualTo(ObjectOwnership.BUCKET_OWNER_PREFERRED));
        s3.putObject(
                request -> request.bucket("private-bucket").key("key").acl(ObjectCannedACL.PRIVATE),
                RequestBody.fromString("x"));
        assertThat(faultOf(() -> s3.putObject(
                        request -> request.bucket("bucket").key("key").acl(ObjectCannedACL.PRIVATE),
                        RequestBody.fromString("x"))))
                .startsWith("AccessControlListNotSupported 400");
    }

    @Test
    void archived_objects_tell_how_far_they_are_restored_when_they_are_asked() {
        s3.putObject(
                request -> request.bucket("bucket").key("archived").storageClass("GLACIER"),
                RequestBody.fromString("x"));
        assertThat(s3.listObjectsV2(request ->
                                request.bucket("bucket").optionalObjectAttributesWithStrings("RestoreStatus"))
                        .contents())
                .extracting(object -> object.key() + " " + object.restoreStatus())
                .containsExactly("archived RestoreStatus(IsRestoreInProgress=false)", "key null");
        assertThat(s3.listObjectVersions(request ->
                                request.bucket("bucket").optionalObjectAttributesWithStrings("RestoreStatus"))
                        .versions()
                        .get(0)
                        .restoreStatus())
                .isNotNull();
        assertThat(s3.listObjectsV2(request -> request.bucket("bucket"))
                        .contents()
                        .get(0)
                        .restoreStatus())
                .isNull();
    }

    @Test
    void buckets_are_listed_by_regions_that_there_are() {
        assertThat(s3.listBuckets(request -> request.bucketRegion("eu-west-1")).buckets())
                .isEmpty();
        assertThat(s3.listBuckets(request -> request.bucketRegion("us-east-1")).buckets())
                .hasSize(1);
        assertThat(faultOf(() -> s3.listBuckets(request -> request.bucketRegion("eu-east-1"))))
                .isEqualTo("InvalidArgument 400 Argument value eu-east-1 is not a valid AWS Region");
    }

    // ---- default encryption

    private void putRule(ServerSideEncryptionRule rule) {
        s3.putBucketEncryption(request ->
                request.bucket("bucket").serverSideEncryptionConfiguration(configuration -> configuration.rules(rule)));
    }

    @Test
    void a_rule_that_only_blocks_leaves_the_default_encryption() {
        putRule(ServerSideEncryptionRule.builder()
                .blockedEncryptionTypes(types -> types.encryptionType(EncryptionType.NONE))
                .build());
        assertThat(s3.getBucketEncryption(request -> request.bucket("bucket"))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.blockedEncryptionTypes().encryptionType()).containsExactly(EncryptionType.NONE);
                    assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm())
                            .isEqualTo(ServerSideEncryption.AES256);
                });
        assertThat(faultOf(() -> putRule(ServerSideEncryptionRule.builder().build())))
                .startsWith("MalformedXML 400");
    }

    @Test
    void a_copy_onto_itself_is_legal_where_the_default_encryption_was_set() {
        ThrowingCallable copy = () -> s3.copyObject(request -> request.sourceBucket("bucket")
                .sourceKey("key")
                .destinationBucket("bucket")
                .destinationKey("key"));
        assertThat(faultOf(copy)).startsWith("InvalidRequest 400 This copy request is illegal");
        putRule(ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(usual -> usual.sseAlgorithm(ServerSideEncryption.AES256))
                .build());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(copy)).isNull();
        s3.deleteBucketEncryption(request -> request.bucket("bucket"));
        assertThat(faultOf(copy)).startsWith("InvalidRequest 400");
    }

    @Test
    void before_2023_nothing_was_encrypted_that_did_not_ask_for_it() {
        try (TestCloud old = new TestCloud("old", Age.Y2022);
                S3Client client = old.admin(S3Client.builder())) {
            client.createBucket(request -> request.bucket("bucket"));
            assertThat(faultOf(() -> client.getBucketEncryption(request -> request.bucket("bucket"))))
                    .isEqualTo("ServerSideEncryptionConfigurationNotFoundError 404 The server side encryption"
                            + " configuration was not found");
            String text = "in the clear ".repeat(10_000);
            assertThat(client.putObject(request -> request.bucket("bucket").key("key"), RequestBody.fromString(text))
                            .serverSideEncryption())
                    .isNull();
            assertThat(client.getObjectAsBytes(request ->
                                    request.bucket("bucket").key("key").range("bytes=13-24"))
                            .asUtf8String())
                    .isEqualTo("in the clear");
            StoredBytes stored = StoredBytes.of(old.sandbox().read().state(), "bucket", "key", null, 12)
                    .orElseThrow();
            assertThat(stored.algorithm()).isEqualTo("none");
            assertThat(new String(stored.bytes().toArray(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("in the clear");
            client.copyObject(request -> request.sourceBucket("bucket")
                    .sourceKey("key")
                    .destinationBucket("bucket")
                    .destinationKey("sealed")
                    .serverSideEncryption(ServerSideEncryption.AES256));
            assertThat(client.getObjectAsBytes(
                                    request -> request.bucket("bucket").key("sealed"))
                            .asUtf8String())
                    .isEqualTo(text);
            assertThat(StoredBytes.of(old.sandbox().read().state(), "bucket", "sealed", null, 12)
                            .orElseThrow()
                            .algorithm())
                    .isEqualTo("AES256");
        }
    }

    @Test
    void a_completed_upload_says_where_it_is_with_its_key_in_one_piece() {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("a b/c+"))
                .uploadId();
        String etag = s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("a b/c+")
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromString("x"))
                .eTag();
        assertThat(s3.completeMultipartUpload(request -> request.bucket("bucket")
                                .key("a b/c+")
                                .uploadId(id)
                                .multipartUpload(parts -> parts.parts(List.of(CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(etag)
                                        .build()))))
                        .location())
                .endsWith("/a%20b%2Fc%2B");
    }
}
