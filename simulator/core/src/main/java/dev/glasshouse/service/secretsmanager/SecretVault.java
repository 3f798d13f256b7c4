package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceCalls;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.HmacKey;
import dev.glasshouse.crypto.content.SealedValue;
import dev.glasshouse.service.secretsmanager.SecretRow.Content;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values on their way in and opens them on their way out, each under a data key of its own that KMS wraps on the
 * caller's behalf. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html">Secret encryption and
 * decryption</a>.
 */
final class SecretVault {

    static final String PRINCIPAL = "secretsmanager.amazonaws.com";
    static final String DEFAULT_KEY = "alias/aws/secretsmanager";

    private SecretVault() {}

    /** A value in the clear. */
    record Value(Bytes bytes, boolean binary) {

        /** The value of a request; null where it has none. */
        static @Nullable Value of(@Nullable String text, @Nullable Bytes bytes) {
            if (text != null && bytes != null) {
                throw SecretsErrors.invalidParameter(
                        "You can't specify both a binary secret value and a string secret value in the same secret.");
            }
            if (text != null) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                if (encoded.length > MOST_BYTES) {
                    throw SecretsErrors.invalidParameter(
                            "The SecretString value is too long. It can have at most " + MOST_BYTES + " bytes.");
                }
                return new Value(Bytes.wrap(encoded), false);
            }
            return bytes == null ? null : new Value(bytes, true);
        }

        String text() {
            return new String(bytes.toArray(), StandardCharsets.UTF_8);
        }
    }

    private static final int MOST_BYTES = 65_536;

    /** The key that values of a secret are encrypted under, as KMS is asked for it. */
    private static String key(Call call, Secrets.Named secret, @Nullable String kmsKeyId) {
        boolean own = call.caller().account().equals(secret.account());
        if (kmsKeyId == null) {
            if (!own) {
                throw SecretsErrors.defaultKeyOfAnotherAccount();
            }
            return DEFAULT_KEY;
        }
        if (own || kmsKeyId.startsWith("arn:")) {
            return kmsKeyId;
        }
        String resource = kmsKeyId.startsWith("alias/") ? kmsKeyId : "key/" + kmsKeyId;
        return "arn:aws:kms:" + secret.region() + ":" + secret.account() + ":" + resource;
    }

    private static Map<String, String> context(Secrets.Named secret, String version) {
        return new TreeMap<>(Map.of("SecretARN", arn(secret), "SecretVersionId", version));
    }

    private static String arn(Secrets.Named secret) {
        return Secrets.arn(secret.account(), secret.region(), secret.found());
    }

    private static byte[] bound(Secrets.Named secret, String version) {
        return (arn(secret) + "/" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static ServiceCalls services(Call call, Secrets.Named secret) {
        return secret.region().equals(call.region())
                ? call.services()
                : call.services().in(secret.region());
    }

    /** A value sealed for a version of a secret. */
    static Content seal(Call call, Secrets.Named secret, String version, @Nullable String kmsKeyId, Value value) {
        GenerateDataKeyRequest wanted = GenerateDataKeyRequest.builder()
                .keyId(key(call, secret, kmsKeyId))
                .keySpec("AES_256")
                .encryptionContext(context(secret, version))
                .build();
        GenerateDataKeyResponse made;
        try {
            made = services(call, secret)
                    .onBehalf(
                            PRINCIPAL,
                            secret.account(),
                            "kms",
                            "GenerateDataKey",
                            wanted,
                            GenerateDataKeyResponse.class);
        } catch (ServiceException e) {
            throw refusal(e, SecretsErrors.encryptionFailure());
        }
        byte[] sealed = SealedValue.seal(
                Objects.requireNonNull(made.plaintext()).toArray(),
                value.bytes().toArray(),
                bound(secret, version));
        return new Content(
                Objects.requireNonNull(made.ciphertextBlob()), Bytes.wrap(sealed), value.binary(), print(call, value));
    }

    /** The value of a version in the clear. */
    static Value open(Call call, Secrets.Named secret, Version version) {
        Content content = Objects.requireNonNull(version.content());
        key(call, secret, version.kmsKeyId()); // the default key opens for its own account only
        DecryptRequest wanted = DecryptRequest.builder()
                .ciphertextBlob(content.dataKey())
                .encryptionContext(context(secret, version.id()))
                .build();
        DecryptResponse opened;
        try {
            opened = services(call, secret)
                    .onBehalf(PRINCIPAL, secret.account(), "kms", "Decrypt", wanted, DecryptResponse.class);
        } catch (ServiceException e) {
            throw refusal(e, SecretsErrors.decryptionFailure());
        }
        byte[] plain = SealedValue.open(
                        Objects.requireNonNull(opened.plaintext()).toArray(),
                        content.sealed().toArray(),
                        bound(secret, version.id()))
                .orElseThrow(() -> new IllegalStateException("a stored value does not open under its own key"));
        return new Value(Bytes.wrap(plain), content.binary());
    }

    /** Whether a value is the one that a version has. */
    static boolean same(Call call, Version version, Value value) {
        Content content = version.content();
        return content != null && content.print().equals(print(call, value));
    }

    private static Bytes print(Call call, Value value) {
        Mac mac = HmacKey.startWith(call.sandbox().seed().derive("secretsmanager/prints"));
        mac.update((byte) (value.binary() ? 1 : 0));
        return Bytes.wrap(mac.doFinal(value.bytes().toArray()));
    }

    private static ServiceException refusal(ServiceException kms, ServiceException failure) {
        if (kms.error().httpStatus() >= 500) {
            return kms;
        }
        return kms.code().equals("AccessDeniedException") ? SecretsErrors.kmsDenied() : failure;
    }
}
