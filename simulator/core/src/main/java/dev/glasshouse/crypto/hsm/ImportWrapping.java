package dev.glasshouse.crypto.hsm;

import java.security.GeneralSecurityException;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ways in which key material is wrapped for an import. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html">Download
 * wrapping public key and import token</a>.
 */
final class ImportWrapping {

    private ImportWrapping() {}

    /**
     * The material in the clear; empty where it was not wrapped for this key.
     *
     * @param pkcs8 the private half of the wrapping key
     */
    static Optional<byte[]> unwrap(byte[] pkcs8, String algorithm, byte[] wrapped) {
        return switch (algorithm) {
            case "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE" ->
                PublicEncryption.decrypt(pkcs8, algorithm, wrapped);
            case "RSA_AES_KEY_WRAP_SHA_1" -> unwrapTwice(pkcs8, "RSAES_OAEP_SHA_1", wrapped);
            case "RSA_AES_KEY_WRAP_SHA_256" -> unwrapTwice(pkcs8, "RSAES_OAEP_SHA_256", wrapped);
            default -> throw new IllegalArgumentException("nothing is wrapped by " + algorithm);
        };
    }

    /** An AES key wrapped by RSA, then the material wrapped by the AES key (RFC 5649). */
    private static Optional<byte[]> unwrapTwice(byte[] pkcs8, String outer, byte[] wrapped) {
        try {
            int modulus =
                    (((RSAKey) Signatures.privateKey("RSA", pkcs8)).getModulus().bitLength() + 7) / 8;
            if (wrapped.length <= modulus) {
                return Optional.empty();
            }
            byte[] inner = Arrays.copyOfRange(wrapped, modulus, wrapped.length);
            return PublicEncryption.decrypt(pkcs8, outer, Arrays.copyOf(wrapped, modulus))
                    .flatMap(key -> unpad(key, inner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a wrapping key of this module opens", e);
        }
    }

    private static Optional<byte[]> unpad(byte[] key, byte[] wrapped) {
        if (key.length != 32) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
            return Optional.of(cipher.doFinal(wrapped));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
