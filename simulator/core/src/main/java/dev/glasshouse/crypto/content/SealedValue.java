package dev.glasshouse.crypto.content;

import dev.glasshouse.crypto.AesGcm;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A small value sealed with AES-256-GCM under a data key that seals nothing else, so that its nonce may be fixed. */
public final class SealedValue {

    private static final int TAG_BITS = 128;
    private static final byte[] NONCE = new byte[12];

    private SealedValue() {}

    /**
     * Seals a value.
     *
     * @param dataKey 32 bytes that no other value was ever sealed with
     * @param bound what the value is bound to and does not contain
     */
    public static byte[] seal(byte[] dataKey, byte[] value, byte[] bound) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, dataKey, bound).doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** Opens what {@link #seal} made; empty where a single bit differs. */
    public static Optional<byte[]> open(byte[] dataKey, byte[] sealed, byte[] bound) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, dataKey, bound).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    private static Cipher cipher(int mode, byte[] dataKey, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = AesGcm.cipher();
        cipher.init(mode, new SecretKeySpec(dataKey, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        cipher.updateAAD(bound);
        return cipher;
    }
}
