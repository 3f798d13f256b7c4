package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

class ObjectEncryptionTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final byte[] body = new byte[200_000];

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        new Random(7).nextBytes(body);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    /** A customer's key as three header values. */
    private record Key(String key, String md5) {
        static Key of(int first) {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) first;
            Base64.Encoder base64 = Base64.getEncoder();
            return new Key(
                    base64.encodeToString(bytes),
                    base64.encodeToString(Checksums.digest("MD5").digest(bytes)));
        }

        PutObjectRequest.Builder on(PutObjectRequest.Builder request) {
            return request.sseCustomerAlgorithm("AES256").sseCustomerKey(key).sseCustomerKeyMD5(md5);
        }
    }

    private void unblock() {
        s3.putBucketEncryption(request -> request.bucket("bucket")
                .serverSideEncryptionConfiguration(configuration ->
                        configuration.rules(List.of(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                        usual -> usual.sseAlgorithm(ServerSideEncryption.AES256))
                                .blockedEncryptionTypes(types -> types.encryptionType(EncryptionType.NONE))
                                .build()))));
    }

    private byte[] read(Key key, String range) {
        return s3.getObjectAsBytes(request -> request.bucket("bucket")
                        .key("k")
                        .range(range)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.key())
                        .sseCustomerKeyMD5(key.md5()))
                .asByteArray();
    }

    @Test
    void customer_keys_are_blocked_in_new_buckets_until_the_block_is_lifted() {
        Key key = Key.of(1);
        PutObjectRequest put =
                key.on(PutObjectRequest.builder().bucket("bucket").key("k")).build();
        assertThat(failure(() -> s3.putObject(put, RequestBody.fromBytes(body))))
                .isEqualTo("AccessDenied 403 Access Denied");
        unblock();
        var answer = s3.putObject(put, RequestBody.fromBytes(body));
        assertThat(answer.sseCustomerKeyMD5()).isEqualTo(key.md5());
        assertThat(answer.serverSideEncryption()).isNull();
        assertThat(read(key, null)).isEqualTo(body);
        assertThat(read(key, "bytes=65530-131080")).isEqualTo(Arrays.copyOfRange(body, 65_530, 131_081));
    }

    @Test
    void an_object_under_a_customer_key_is_read_with_that_key_alone() {
        unblock();
        Key key = Key.of(1);
        s3.putObject(
                key.on(PutObjectRequest.builder().bucket("bucket").key("k")).build(), RequestBody.fromBytes(body));
        assertThat(failure(() ->
                        s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"))))
                .isEqualTo(
                        "InvalidRequest 400 The object was stored using a form of Server Side Encryption. The correct"
                                + " parameters must be provided to retrieve the object.");
        assertThat(failure(() -> read(Key.of(2), null)))
                .isEqualTo(
                        "AccessDenied 403 Requests specifying Server Side Encryption with Customer provided keys must"
                                + " provide the correct secret key.");
        assertThat(failure(() -> read(new Key(Key.of(1).key(), Key.of(2).md5()), null)))
                .isEqualTo("InvalidArgument 400 The calculated MD5 hash of the key did not match the hash that was"
                        + " provided.");
    }

    @Test
    void two_layers_are_sealed_and_opened_in_full_and_in_ranges() {
        String key = kms.createKey().keyMetadata().arn();
        var put = s3.putObject(
                request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS_DSSE)
                        .ssekmsKeyId(key),
                RequestBody.fromBytes(body));
        assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS_DSSE);
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"))
                        .asByteArray())
                .isEqualTo(body);
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket("bucket").key("k").range("bytes=131060-150000"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(body, 131_060, 150_001));
        StoredBytes stored =
                cloud.control().storedBytes("bucket", "k", null, 100).orElseThrow();
        // four segments of the inner layer, and the tags of those of the outer one
        assertThat(stored.storedSize()).isEqualTo(body.length + 8 * 16);
        assertThat(stored.secondKey()).isNotNull();
    }

    @Test
    void a_bucket_key_asks_kms_once_and_never_after_the_key_changed() {
        String key = kms.createKey().keyMetadata().keyId();
        s3.putBucketEncryption(request -> request.bucket("bucket")
                .serverSideEncryptionConfiguration(configuration ->
                        configuration.rules(List.of(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                        usual -> usual.sseAlgorithm(ServerSideEncryption.AWS_KMS)
                                                .kmsMasterKeyID(key))
                                .bucketKeyEnabled(true)
                                .build()))));
        for (String name : new String[] {"a", "b", "c"}) {
            var put = s3.putObject(
                    request -> request.bucket("bucket").key(name), RequestBody.fromString("text of " + name));
            assertThat(put.bucketKeyEnabled()).isTrue();
        }
        assertThat(cloud.control()
                        .events(
                                100,
                                event -> new String(event.json().toArray(), StandardCharsets.UTF_8)
                                        .contains("\"eventName\":\"GenerateDataKey\"")))
                .hasSize(1);
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("b"))
                        .asUtf8String())
                .isEqualTo("text of b");
        kms.disableKey(request -> request.keyId(key));
        assertThat(failure(() ->
                        s3.getObjectAsBytes(request -> request.bucket("bucket").key("b"))))
                .startsWith("KMS.DisabledException 400 arn:aws:kms:us-east-1:");
    }

    @Test
    void a_bucket_key_under_another_accounts_key_is_dropped_when_that_key_changes() {
        try (KmsClient theirs = cloud.as(cloud.control().administrator(TestCloud.OTHER_ACCOUNT), KmsClient.builder())) {
            String key = theirs.createKey(request -> request.policy(
                            ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':['"
                                            + TestCloud.OTHER_ACCOUNT + "','" + TestCloud.ACCOUNT
                                            + "']},'Action':'kms:*','Resource':'*'}]}")
                                    .replace('\'', '"')))
                    .keyMetadata()
                    .arn();
            PutObjectRequest put = PutObjectRequest.builder()
                    .bucket("bucket")
                    .key("k")
                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(key)
                    .bucketKeyEnabled(true)
                    .build();
            s3.putObject(put, RequestBody.fromBytes(body));
            s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"));
            theirs.disableKey(request -> request.keyId(key));
            assertThat(failure(() -> s3.putObject(put, RequestBody.fromBytes(body))))
                    .startsWith("KMS.DisabledException 400 ");
            assertThat(failure(() -> s3.getObjectAsBytes(
                            request -> request.bucket("bucket").key("k"))))
                    .startsWith("KMS.DisabledException 400 ");
        }
    }

    @Test
    void checksums_and_parts_under_a_kms_key_are_shown_to_who_may_decrypt() {
        String key = kms.createKey().keyMetadata().arn();
        s3.putObject(
                request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(key),
                RequestBody.fromBytes(body));
        String id = s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key("m")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(key))
                .uploadId();
        assertThat(s3.headObject(request -> request.bucket("bucket").key("k").checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32())
                .isNotNull();
        s3.listParts(request -> request.bucket("bucket").key("m").uploadId(id));
        kms.disableKey(request -> request.keyId(key));
        s3.headObject(request -> request.bucket("bucket").key("k"));
        assertThat(failure(() -> s3.headObject(
                        request -> request.bucket("bucket").key("k").checksumMode(ChecksumMode.ENABLED))))
                .contains(" 400 ");
        assertThat(failure(() -> s3.listParts(
                        request -> request.bucket("bucket").key("m").uploadId(id))))
                .startsWith("KMS.DisabledException 400 ");
    }

    @Test
    void the_etag_of_a_part_is_an_md5_only_where_that_of_an_object_would_be() {
        String md5 = "\"" + HexFormat.of().formatHex(Checksums.digest("MD5").digest(body)) + "\"";
        for (ServerSideEncryption mode : List.of(ServerSideEncryption.AES256, ServerSideEncryption.AWS_KMS)) {
            String id = s3.createMultipartUpload(
                            request -> request.bucket("bucket").key("k").serverSideEncryption(mode))
                    .uploadId();
            String etag = s3.uploadPart(
                            request -> request.bucket("bucket")
                                    .key("k")
                                    .uploadId(id)
                                    .partNumber(1),
                            RequestBody.fromBytes(body))
                    .eTag();
            assertThat(etag.equals(md5)).isEqualTo(mode == ServerSideEncryption.AES256);
            assertThat(etag).matches("\"[0-9a-f]{32}\"");
            var done = s3.completeMultipartUpload(request -> request.bucket("bucket")
                    .key("k")
                    .uploadId(id)
                    .multipartUpload(parts -> parts.parts(List.of(
                            CompletedPart.builder().partNumber(1).eTag(etag).build()))));
            assertThat(done.eTag()).matches("\"[0-9a-f]{32}-1\"");
            assertThat(done.serverSideEncryption()).isEqualTo(mode);
        }
    }

    @Test
    void an_upload_is_completed_only_where_its_parts_can_be_read() {
        String key = kms.createKey().keyMetadata().arn();
        String id = s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(key))
                .uploadId();
        String etag = s3.uploadPart(
                        request ->
                                request.bucket("bucket").key("k").uploadId(id).partNumber(1),
                        RequestBody.fromBytes(body))
                .eTag();
        CompleteMultipartUploadRequest end = CompleteMultipartUploadRequest.builder()
                .bucket("bucket")
                .key("k")
                .uploadId(id)
                .multipartUpload(parts -> parts.parts(
                        List.of(CompletedPart.builder().partNumber(1).eTag(etag).build())))
                .build();
        kms.disableKey(request -> request.keyId(key));
        assertThat(failure(() -> s3.completeMultipartUpload(end)))
                .isEqualTo("KMS.DisabledException 400 " + key + " is disabled.");
        kms.enableKey(request -> request.keyId(key));
        assertThat(s3.completeMultipartUpload(end).ssekmsKeyId()).isEqualTo(key);
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"))
                        .asByteArray())
                .isEqualTo(body);
    }

    @Test
    void nothing_is_a_body_in_every_mode() {
        for (ServerSideEncryption mode :
                List.of(ServerSideEncryption.AES256, ServerSideEncryption.AWS_KMS, ServerSideEncryption.AWS_KMS_DSSE)) {
            s3.putObject(request -> request.bucket("bucket").key("k").serverSideEncryption(mode), RequestBody.empty());
            assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("k"))
                            .asByteArray())
                    .isEmpty();
            String id = s3.createMultipartUpload(
                            request -> request.bucket("bucket").key("k").serverSideEncryption(mode))
                    .uploadId();
            String etag = s3.uploadPart(
                            request -> request.bucket("bucket")
                                    .key("k")
                                    .uploadId(id)
                                    .partNumber(1),
                            RequestBody.empty())
                    .eTag();
            s3.completeMultipartUpload(request -> request.bucket("bucket")
                    .key("k")
                    .uploadId(id)
                    .multipartUpload(parts -> parts.parts(List.of(
                            CompletedPart.builder().partNumber(1).eTag(etag).build()))));
            var part = s3.getObjectAsBytes(
                    request -> request.bucket("bucket").key("k").partNumber(1));
            assertThat(part.asByteArray()).isEmpty();
            assertThat(part.response().contentRange()).isNull();
            assertThat(part.response().partsCount()).isEqualTo(1);
            assertThat(failure(() -> s3.getObjectAsBytes(
                            request -> request.bucket("bucket").key("k").range("bytes=0-"))))
                    .startsWith("InvalidRange 416 ");
        }
    }
}
