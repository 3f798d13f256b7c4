package dev.glasshouse.crypto.hsm;

import dev.glasshouse.crypto.AesGcm;
import dev.glasshouse.crypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce before the ciphertext, and keys for one message each. */
final class Sealing {

    static final int SALT_BYTES = 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] LABEL = "glasshouse".getBytes(StandardCharsets.US_ASCII);

    private Sealing() {}

    /** The key of one message: SP 800-108 in counter mode with HMAC-SHA256, one block. */
    static SecretKey derive(byte[] key, byte[] salt) {
        Mac mac = HmacKey.startWith(key);
        mac.update(new byte[] {0, 0, 0, 1});
        mac.update(LABEL);
        mac.update((byte) 0);
        mac.update(salt);
        mac.update(new byte[] {0, 0, 1, 0});
        return new SecretKeySpec(mac.doFinal(), "AES");
    }

    static byte[] seal(SecretKey key, SecureRandom random, byte[] plaintext, byte[] bound) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return AesGcm.use(cipher -> {
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(bound);
                byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plaintext.length + TAG_BITS / 8);
                cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
                return sealed;
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    static Optional<byte[]> open(SecretKey key, byte[] sealed, byte[] bound) {
        try {
            return AesGcm.use(cipher -> open(cipher, key, sealed, bound));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** Opens with a cipher that may have been used before. */
    static Optional<byte[]> open(Cipher cipher, SecretKey key, byte[] sealed, byte[] bound)
            throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            return Optional.empty();
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(bound);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }
}
