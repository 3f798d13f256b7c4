package dev.glasshouse.service.kms;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;

/** Wraps key material as a client does that imports it. */
final class Wrapping {

    private Wrapping() {}

    static byte[] wrap(byte[] spki, String algorithm, byte[] material) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
            String hash = algorithm.endsWith("SHA_1") ? "SHA-1" : "SHA-256";
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
            if (!algorithm.startsWith("RSA_AES")) {
                return rsa.doFinal(material);
            }
            byte[] inner = new byte[32];
            new SecureRandom().nextBytes(inner);
            Cipher aes = Cipher.getInstance("AES/KWP/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(inner, "AES"));
            byte[] wrapped = aes.doFinal(material);
            byte[] head = rsa.doFinal(inner);
            byte[] whole = Arrays.copyOf(head, head.length + wrapped.length);
            System.arraycopy(wrapped, 0, whole, head.length, wrapped.length);
            return whole;
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Imports material that does not expire. */
    static ImportKeyMaterialResponse bring(KmsClient kms, String key, byte[] material, String type) {
        GetParametersForImportResponse parameters = kms.getParametersForImport(request ->
                request.keyId(key).wrappingAlgorithm("RSA_AES_KEY_WRAP_SHA_256").wrappingKeySpec("RSA_2048"));
        return kms.importKeyMaterial(request -> request.keyId(key)
                .importToken(parameters.importToken())
                .importType(type)
                .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
                .encryptedKeyMaterial(SdkBytes.fromByteArray(
                        wrap(parameters.publicKey().asByteArray(), "RSA_AES_KEY_WRAP_SHA_256", material))));
    }
}
