package dev.glasshouse.crypto.content;

import dev.glasshouse.crypto.AesGcm;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One key sealed under another with AES-256-GCM, bound to what it is for. */
public final class KeyWrap {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private KeyWrap() {}

    /**
     * Wraps a key.
     *
     * @param under the 32 bytes of the key to wrap with
     * @param nonce twelve random bytes
     * @param key the key to wrap
     * @param bound what the wrapped key belongs to
     */
    public static byte[] wrap(byte[] under, byte[] nonce, byte[] key, byte[] bound) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, under, nonce, bound).doFinal(key);
            byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** Opens a wrapped key; empty under another key, for another purpose, or where a bit was changed. */
    public static Optional<byte[]> open(byte[] under, byte[] wrapped, byte[] bound) {
        if (wrapped.length < NONCE) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(wrapped, NONCE);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, under, nonce, bound).doFinal(wrapped, NONCE, wrapped.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    // a cipher of its own: one that waits for the next message would keep the key, which may be a customer's
    private static Cipher cipher(int mode, byte[] under, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = AesGcm.cipher();
        cipher.init(mode, new SecretKeySpec(under, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
