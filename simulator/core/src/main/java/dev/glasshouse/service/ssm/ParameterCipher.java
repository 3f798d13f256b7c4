package dev.glasshouse.service.ssm;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.EncryptRequest;
import dev.glasshouse.api.kms.EncryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Encrypts values of secure strings through KMS on the caller's behalf: standard ones directly, advanced ones in an
 * envelope. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html">How AWS Systems Manager
 * Parameter Store uses AWS KMS</a>.
 */
final class ParameterCipher {

    static final String DEFAULT_KEY = "alias/aws/ssm";

    private static final String PRINCIPAL = "ssm.amazonaws.com";
    private static final String PUBLIC_KEY = "aws-crypto-public-key";

    private ParameterCipher() {}

    private static Map<String, String> context(String arn) {
        return new TreeMap<>(Map.of("PARAMETER_ARN", arn));
    }

    /** The ciphertext of a value, in base64. */
    static String seal(Call call, String arn, String keyId, boolean advanced, String value) {
        byte[] plain = value.getBytes(StandardCharsets.UTF_8);
        byte[] sealed = advanced ? envelope(call, arn, keyId, plain) : encrypt(call, arn, keyId, plain);
        return Base64.getEncoder().encodeToString(sealed);
    }

    private static byte[] encrypt(Call call, String arn, String keyId, byte[] plain) {
        EncryptRequest wanted = EncryptRequest.builder()
                .keyId(keyId)
                .plaintext(Bytes.wrap(plain))
                .encryptionContext(context(arn))
                .build();
        return Objects.requireNonNull(
                        kms(call, "Encrypt", wanted, EncryptResponse.class).ciphertextBlob())
                .toArray();
    }

    private static byte[] envelope(Call call, String arn, String keyId, byte[] plain) {
        Envelope.Signer signer = Envelope.signer();
        Map<String, String> context = context(arn);
        context.put(PUBLIC_KEY, signer.publicKey());
        GenerateDataKeyRequest wanted = GenerateDataKeyRequest.builder()
                .keyId(keyId)
                .keySpec("AES_256")
                .encryptionContext(context)
                .build();
        GenerateDataKeyResponse key = kms(call, "GenerateDataKey", wanted, GenerateDataKeyResponse.class);
        return signer.seal(
                Objects.requireNonNull(key.plaintext()).toArray(),
                Objects.requireNonNull(key.ciphertextBlob()).toArray(),
                plain,
                arn);
    }

    /** The value of a ciphertext in base64. */
    static String open(Call call, String arn, boolean advanced, String ciphertext) {
        byte[] sealed = Base64.getDecoder().decode(ciphertext);
        if (!advanced) {
            return text(decrypt(call, sealed, context(arn)).toArray());
        }
        Envelope envelope = Envelope.parse(sealed);
        Map<String, String> context = context(arn);
        context.put(PUBLIC_KEY, envelope.publicKey());
        return text(envelope.open(decrypt(call, envelope.wrapped(), context).toArray(), arn));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Bytes decrypt(Call call, byte[] blob, Map<String, String> context) {
        DecryptRequest wanted = DecryptRequest.builder()
                .ciphertextBlob(Bytes.wrap(blob))
                .encryptionContext(context)
                .build();
        return Objects.requireNonNull(
                kms(call, "Decrypt", wanted, DecryptResponse.class).plaintext());
    }

    /** KMS's refusals as Parameter Store hands them on. */
    private static <O extends ApiRecord> O kms(Call call, String operation, ApiRecord input, Class<O> output) {
        try {
            return call.services().onBehalf(PRINCIPAL, call.caller().account(), "kms", operation, input, output);
        } catch (ServiceException e) {
            if (e.error().httpStatus() >= 500) {
                throw e;
            }
            String text = (e.error().message() == null ? "null" : e.error().message())
                    + " (Service: AWSKMS; Status Code: 400; Error Code: " + e.code() + "; Request ID: "
                    + call.sandbox().callIds().uuid("kms", call.requestId()) + "; Proxy: null)";
            throw SsmErrors.of(
                    e.code().equals("AccessDeniedException") ? "AccessDeniedException" : "InvalidKeyId", text);
        }
    }
}
