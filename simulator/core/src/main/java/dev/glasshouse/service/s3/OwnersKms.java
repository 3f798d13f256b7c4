package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.EncryptRequest;
import dev.glasshouse.api.kms.EncryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import java.util.Map;
import java.util.Objects;

/**
 * S3's calls to KMS on behalf of whoever calls S3. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">SSE-KMS</a>.
 */
final class OwnersKms {

    private static final String VIA = "s3.amazonaws.com";
    private static final String MANAGED = "alias/aws/s3";

    private OwnersKms() {}

    /** A data key, in the clear and wrapped. */
    static GenerateDataKeyResponse generate(
            Call call, BucketRow bucket, Vault.Choice choice, Map<String, String> context) {
        return kms(() -> call.services()
                .onBehalf(
                        VIA,
                        bucket.account(),
                        "kms",
                        "GenerateDataKey",
                        GenerateDataKeyRequest.builder()
                                .keyId(choice.keyId() == null ? MANAGED : choice.keyId())
                                .keySpec("AES_256")
                                .encryptionContext(context)
                                .build(),
                        GenerateDataKeyResponse.class));
    }

    /** The data key of a body. */
    static Bytes decrypt(Call call, BucketRow bucket, Content content) {
        DecryptResponse opened = kms(() -> call.services()
                .onBehalf(
                        VIA,
                        bucket.account(),
                        "kms",
                        "Decrypt",
                        DecryptRequest.builder()
                                .ciphertextBlob(content.wrapped())
                                .encryptionContext(content.context())
                                .build(),
                        DecryptResponse.class));
        return Objects.requireNonNull(opened.plaintext());
    }

    /** The wrapping of a data key under another key. */
    static EncryptResponse encrypt(
            Call call, BucketRow bucket, Vault.Choice choice, Bytes key, Map<String, String> context) {
        return kms(() -> call.services()
                .onBehalf(
                        VIA,
                        bucket.account(),
                        "kms",
                        "Encrypt",
                        EncryptRequest.builder()
                                .keyId(Objects.requireNonNull(choice.keyId()))
                                .plaintext(key)
                                .encryptionContext(context)
                                .build(),
                        EncryptResponse.class));
    }

    private interface KmsCall<O> {
        O run();
    }

    /** KMS's refusals as S3 hands them on. */
    private static <O> O kms(KmsCall<O> call) {
        try {
            return call.run();
        } catch (ServiceException e) {
            String text = String.valueOf(e.error().message());
            if (e.code().equals("AccessDeniedException")) {
                throw S3Errors.of("AccessDenied", 403, text);
            }
            if (e.error().httpStatus() >= 500) {
                throw e;
            }
            throw S3Errors.of("KMS." + e.code(), 400, text);
        }
    }
}
