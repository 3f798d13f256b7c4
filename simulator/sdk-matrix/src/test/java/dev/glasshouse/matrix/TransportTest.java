package dev.glasshouse.matrix;

import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.junit5.As;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.junit5.Template;
import dev.glasshouse.sandbox.Sandbox;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;

/** What clients of one version of the SDK do in process: each protocol, both kinds of client, bodies both ways, errors. */
@Glasshouse
class TransportTest {

    private static final byte[] LARGE = new byte[6 << 20];

    static {
        for (int i = 0; i < LARGE.length; i++) {
            LARGE[i] = (byte) (i * 31 >> 5);
        }
    }

    @Template
    static void fill(IamClient iam, S3Client s3) {
        iam.createUser(request -> request.userName("bob"));
        s3.createBucket(request -> request.bucket("data"));
    }

    @Test
    void theVersionIsTheOneThatTheModuleIsFor() {
        assertThat(VersionInfo.SDK_VERSION).isEqualTo(System.getProperty("awssdk.version"));
    }

    @Test
    void queryAndItsErrors(IamClient iam, @As("user/bob") StsClient sts) {
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/bob");
        assertThatThrownBy(() -> iam.getUser(request -> request.userName("eve")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The user with name eve cannot be found.");
    }

    @Test
    void json(KmsClient kms) {
        String key = kms.createKey().keyMetadata().keyId();
        SdkBytes sealed = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("secret")))
                .ciphertextBlob();
        assertThat(kms.decrypt(request -> request.ciphertextBlob(sealed))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("secret");
    }

    @Test
    void jsonAsynchronously(KmsAsyncClient kms, @As("user/bob") KmsAsyncClient bob) {
        String key = kms.createKey().join().keyMetadata().keyId();
        assertThatThrownBy(() -> bob.describeKey(request -> request.keyId(key)).join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("is not authorized to perform: kms:DescribeKey");
    }

    @Test
    void bodiesOfObjects(S3Client s3) {
        s3.putObject(request -> request.bucket("data").key("a b/ü+%"), RequestBody.fromBytes(LARGE));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("data").key("a b/ü+%"))
                        .asByteArray())
                .isEqualTo(LARGE);
        assertThat(s3.headObject(request -> request.bucket("data").key("a b/ü+%"))
                        .contentLength())
                .isEqualTo(LARGE.length);
        s3.putObject(request -> request.bucket("data").key("empty"), RequestBody.empty());
        assertThat(s3.getObjectAsBytes(request -> request.bucket("data").key("empty"))
                        .asByteArray())
                .isEmpty();
        assertThat(s3.listObjectsV2Paginator(request -> request.bucket("data").maxKeys(1)).contents().stream())
                .hasSize(2);
    }

    @Test
    void bodiesOfObjectsAsynchronously(S3AsyncClient s3) {
        s3.putObject(request -> request.bucket("data").key("large"), AsyncRequestBody.fromBytes(LARGE))
                .join();
        assertThat(s3.getObject(request -> request.bucket("data").key("large"), AsyncResponseTransformer.toBytes())
                        .join()
                        .asByteArray())
                .isEqualTo(LARGE);
        assertThatThrownBy(() -> s3.getObject(
                                request -> request.bucket("data").key("none"), AsyncResponseTransformer.toBytes())
                        .join())
                .hasMessageContaining("The specified key does not exist.");
    }

    @Test
    void uploadsInParts(S3Client s3) {
        String id = s3.createMultipartUpload(request -> request.bucket("data").key("parts"))
                .uploadId();
        String etag = s3.uploadPart(
                        request ->
                                request.bucket("data").key("parts").uploadId(id).partNumber(1),
                        RequestBody.fromBytes(LARGE))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        s3.completeMultipartUpload(request ->
                request.bucket("data").key("parts").uploadId(id).multipartUpload(upload -> upload.parts(part)));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("data").key("parts"))
                        .asByteArray())
                .isEqualTo(LARGE);
    }

    @Test
    void denialsAndTheirTrail(Sandbox sandbox, @As("user/bob") S3Client bob, @As("anonymous") S3Client nobody) {
        assertThatThrownBy(() -> bob.listObjectsV2(request -> request.bucket("data")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("arn:aws:iam::123456789012:user/bob is not authorized to perform: s3:ListBucket");
        assertThatThrownBy(() -> nobody.listObjectsV2(request -> request.bucket("data")))
                .isInstanceOf(S3Exception.class);
        assertThat(sandbox).principal("user/bob").cannot("s3:ListBucket", "arn:aws:s3:::data");
        assertThat(sandbox).hasEvent("ListObjects").by("user/bob").denied();
    }
}
