package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The headers by which requests say how an object is encrypted: where they belong and what they must hold. */
class EncryptionHeadersTest {

    private static final String HEADER = "x-amz-server-side-encryption";
    private static final String NO_MAP =
            "InvalidArgument 400 The header 'x-amz-server-side-encryption-context' shall be"
                    + " Base64-encoded UTF-8 string holding JSON which represents a string-string map";
    private static final String NO_KMS =
            "InvalidArgument 400 Server Side Encryption with AWS KMS managed key requires HTTP"
                    + " header x-amz-server-side-encryption : aws:kms";
    private static final RequestBody TEXT = RequestBody.fromString("text");

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("k"), TEXT);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private static AwsRequestOverrideConfiguration with(String header, String value) {
        return AwsRequestOverrideConfiguration.builder()
                .putHeader(header, value)
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String begun() {
        return s3.createMultipartUpload(request -> request.bucket("bucket").key("m"))
                .uploadId();
    }

    @ParameterizedTest
    @ValueSource(strings = {HEADER, HEADER + "-aws-kms-key-id", HEADER + "-context"})
    void how_an_object_is_encrypted_is_said_of_neither_parts_nor_reads(String header) {
        AwsRequestOverrideConfiguration with = with(header, "AES256");
        String refusal = "InvalidArgument 400 " + header + " header is not supported for this operation.";
        String id = begun();
        assertThat(failure(() -> s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("m")
                                .uploadId(id)
                                .partNumber(1)
                                .overrideConfiguration(with),
                        TEXT)))
                .isEqualTo(refusal);
        assertThat(failure(() -> s3.uploadPartCopy(request -> request.destinationBucket("bucket")
                        .destinationKey("m")
                        .sourceBucket("bucket")
                        .sourceKey("k")
                        .uploadId(id)
                        .partNumber(1)
                        .overrideConfiguration(with))))
                .isEqualTo(refusal);
        String etag = part(id);
        assertThat(failure(() -> s3.completeMultipartUpload(request -> request.bucket("bucket")
                        .key("m")
                        .uploadId(id)
                        .multipartUpload(all -> all.parts(
                                CompletedPart.builder().partNumber(1).eTag(etag).build()))
                        .overrideConfiguration(with))))
                .isEqualTo(refusal);
        assertThat(failure(() -> s3.getObjectAsBytes(
                        request -> request.bucket("bucket").key("k").overrideConfiguration(with))))
                .isEqualTo(refusal);
        assertThat(failure(() ->
                        s3.listObjectsV2(request -> request.bucket("bucket").overrideConfiguration(with))))
                .isEqualTo(refusal);
    }

    private String part(String id) {
        return s3.uploadPart(
                        request ->
                                request.bucket("bucket").key("m").uploadId(id).partNumber(1),
                        TEXT)
                .eTag();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":\"b\"} {}", "{", ""})
    void a_context_is_a_map_of_texts(String json) {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket")
                                .key("k")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsEncryptionContext(base64(json)),
                        TEXT)))
                .isEqualTo(NO_MAP);
    }

    @Test
    void a_context_that_is_not_base_64_is_none() {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket")
                                .key("k")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsEncryptionContext("{}!"),
                        TEXT)))
                .isEqualTo(NO_MAP);
    }

    @Test
    void who_says_the_arn_in_the_context_is_taken_at_his_word() {
        s3.putObject(
                request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsEncryptionContext(base64("{\"aws:s3:arn\":\"mine\",\"a\":\"b\"}")),
                TEXT);
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"))
                        .asUtf8String())
                .isEqualTo("text");
        assertThat(cloud.control()
                        .events(
                                100,
                                event -> new String(event.json().toArray(), StandardCharsets.UTF_8)
                                        .contains("\"encryptionContext\":{\"a\":\"b\",\"aws:s3:arn\":\"mine\"}")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"AES256", ","})
    void a_context_belongs_to_kms(String mode) {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket")
                                .key("k")
                                .serverSideEncryption(mode)
                                .ssekmsEncryptionContext(base64("{}")),
                        TEXT)))
                .isEqualTo(NO_KMS);
        assertThat(failure(() -> s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption(mode)
                        .ssekmsEncryptionContext(base64("{}")))))
                .isEqualTo(NO_KMS);
        assertThat(failure(() -> s3.copyObject(request -> request.destinationBucket("bucket")
                        .destinationKey("c")
                        .sourceBucket("bucket")
                        .sourceKey("k")
                        .serverSideEncryption(mode)
                        .ssekmsEncryptionContext(base64("{}")))))
                .isEqualTo(NO_KMS);
    }

    /** A customer's key and its MD5. */
    private record Key(String key, String md5) {
        static Key of(int first) {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) first;
            Base64.Encoder base64 = Base64.getEncoder();
            return new Key(
                    base64.encodeToString(bytes),
                    base64.encodeToString(Checksums.digest("MD5").digest(bytes)));
        }
    }

    @Test
    void an_upload_is_completed_and_listed_with_the_customers_key_or_without_it_but_with_no_other() {
        s3.putBucketEncryption(request -> request.bucket("bucket")
                .serverSideEncryptionConfiguration(configuration ->
                        configuration.rules(List.of(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                        usual -> usual.sseAlgorithm(ServerSideEncryption.AES256))
                                .blockedEncryptionTypes(types -> types.encryptionType(EncryptionType.NONE))
                                .build()))));
        Key key = Key.of(1);
        String id = s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key("m")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.key())
                        .sseCustomerKeyMD5(key.md5()))
                .uploadId();
        String etag = s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("m")
                                .uploadId(id)
                                .partNumber(1)
                                .sseCustomerAlgorithm("AES256")
                                .sseCustomerKey(key.key())
                                .sseCustomerKeyMD5(key.md5()),
                        TEXT)
                .eTag();
        String other = "InvalidRequest 400 The provided encryption parameters did not match the ones used originally.";
        assertThat(failure(() -> complete(id, etag, Key.of(2)))).isEqualTo(other);
        assertThat(failure(() -> s3.listParts(request -> request.bucket("bucket")
                        .key("m")
                        .uploadId(id)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(Key.of(2).key())
                        .sseCustomerKeyMD5(Key.of(2).md5()))))
                .isEqualTo(other);
        complete(id, etag, key);
        String plain = begun();
        String plainEtag = part(plain);
        assertThat(failure(() -> complete(plain, plainEtag, key)))
                .isEqualTo(
                        "InvalidRequest 400 The multipart initiate request did not request encryption. Please resend the"
                                + " request without sending encryption parameters.");
    }

    private void complete(String id, String etag, Key key) {
        s3.completeMultipartUpload(request -> request.bucket("bucket")
                .key("m")
                .uploadId(id)
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key.key())
                .sseCustomerKeyMD5(key.md5())
                .multipartUpload(all -> all.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));
    }

    @Test
    void a_policy_that_demands_a_mode_holds_for_parts_by_what_the_upload_was_begun_with() {
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:PutObject',"
                                        + "'Resource':'arn:aws:s3:::bucket/*','Condition':{'StringNotEquals':"
                                        + "{'s3:x-amz-server-side-encryption':'aws:kms'}}}]}")
                                .replace('\'', '"')));
        assertThat(failure(this::begun)).startsWith("AccessDenied 403 ").contains("explicit deny");
        String id = s3.createMultipartUpload(
                        request -> request.bucket("bucket").key("m").serverSideEncryption(ServerSideEncryption.AWS_KMS))
                .uploadId();
        String etag = part(id);
        s3.uploadPartCopy(request -> request.destinationBucket("bucket")
                .destinationKey("m")
                .sourceBucket("bucket")
                .sourceKey("k")
                .uploadId(id)
                .partNumber(2));
        assertThat(s3.completeMultipartUpload(request -> request.bucket("bucket")
                                .key("m")
                                .uploadId(id)
                                .multipartUpload(all -> all.parts(CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(etag)
                                        .build())))
                        .serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
    }

    @Test
    void nobody_begins_an_upload_without_a_name_nor_asks_kms() {
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:PutObject',"
                                        + "'Resource':'arn:aws:s3:::bucket/*'}]}")
                                .replace('\'', '"')));
        S3Client nobody = cloud.as(null, S3Client.builder());
        assertThat(failure(() -> nobody.createMultipartUpload(
                        request -> request.bucket("bucket").key("m"))))
                .isEqualTo("AccessDenied 403 Anonymous users cannot initiate multipart uploads.  Please authenticate.");
        nobody.putObject(request -> request.bucket("bucket").key("n"), TEXT);
        assertThat(failure(() -> nobody.putObject(
                        request -> request.bucket("bucket").key("n").serverSideEncryption(ServerSideEncryption.AWS_KMS),
                        TEXT)))
                .isEqualTo("InvalidArgument 400 Requests specifying Server Side Encryption with AWS KMS managed keys"
                        + " require AWS Signature Version 4.");
    }
}
