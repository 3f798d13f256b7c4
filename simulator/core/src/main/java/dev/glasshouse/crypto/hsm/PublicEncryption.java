package dev.glasshouse.crypto.hsm;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Encryption with public keys: RSAES-OAEP and SM2PKE. The ciphertext is the standard one, without a header. */
public final class PublicEncryption {

    private static final SecureRandom RANDOM = new SecureRandom();

    private PublicEncryption() {}

    /** The most bytes that an algorithm takes of a key; 1,024 for SM2PKE. */
    public static int mostBytes(KeySpec spec, String algorithm) {
        return spec.family() == KeySpec.Family.SM2
                ? 1024
                : spec.bits() / 8 - 2 - 2 * (algorithm.endsWith("SHA_1") ? 20 : 32);
    }

    /**
     * Encrypts.
     *
     * @param publicKey as X.509 has it
     * @param algorithm {@code RSAES_OAEP_SHA_1}, {@code RSAES_OAEP_SHA_256} or {@code SM2PKE}
     */
    public static byte[] encrypt(byte[] publicKey, String algorithm, byte[] plaintext) {
        if (algorithm.equals("SM2PKE")) {
            return Castle.encryptSm2(publicKey, plaintext, RANDOM);
        }
        try {
            Cipher cipher = oaep(algorithm);
            cipher.init(Cipher.ENCRYPT_MODE, Signatures.publicKey("RSA", publicKey), parameters(algorithm));
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of this module encrypts", e);
        }
    }

    static Optional<byte[]> decrypt(byte[] pkcs8, String algorithm, byte[] ciphertext) {
        if (algorithm.equals("SM2PKE")) {
            return Castle.decryptSm2(pkcs8, ciphertext);
        }
        try {
            Cipher cipher = oaep(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, Signatures.privateKey("RSA", pkcs8), parameters(algorithm));
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (javax.crypto.BadPaddingException | javax.crypto.IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of this module decrypts", e);
        }
    }

    private static Cipher oaep(String algorithm) throws GeneralSecurityException {
        return Cipher.getInstance(
                algorithm.endsWith("SHA_1")
                        ? "RSA/ECB/OAEPWithSHA-1AndMGF1Padding"
                        : "RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }

    private static OAEPParameterSpec parameters(String algorithm) {
        return algorithm.endsWith("SHA_1")
                ? new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT)
                : new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    }
}
