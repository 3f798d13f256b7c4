package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hardware security module. It makes keys and encrypts with them; outside it a key exists only wrapped under a master
 * key that never leaves, bound to its name. When the process ends, the master key and with it every key is gone.
 */
public final class Hsm {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey master;

    /** A module with a master key of its own. */
    public Hsm() {
        this.master = new SecretKeySpec(random(KEY_BYTES), "AES");
    }

    /**
     * A new 256-bit key.
     *
     * @param name what the key is for; it opens under this name only
     * @return the key, wrapped
     */
    public Bytes newKey(String name) {
        byte[] key = random(KEY_BYTES);
        try {
            return Bytes.wrap(seal(master, key, name.getBytes(StandardCharsets.UTF_8)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Random bytes for a caller: a data key, an answer to {@code GenerateRandom}. */
    public byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Encrypts under a wrapped key; the same plaintext never gives the same ciphertext.
     *
     * @param bound what the ciphertext is bound to and does not contain
     * @return nonce, ciphertext and tag
     * @throws IllegalArgumentException if the key was not wrapped here under this name
     */
    public byte[] encrypt(Bytes wrapped, String name, byte[] plaintext, byte[] bound) {
        return seal(unwrap(wrapped, name), plaintext, bound);
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @return empty where a single bit differs, of the ciphertext or of what it is bound to
     * @throws IllegalArgumentException if the key was not wrapped here under this name
     */
    public Optional<byte[]> decrypt(Bytes wrapped, String name, byte[] sealed, byte[] bound) {
        return open(unwrap(wrapped, name), sealed, bound);
    }

    private SecretKey unwrap(Bytes wrapped, String name) {
        byte[] key = open(master, wrapped.toArray(), name.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalArgumentException("not a key of this module: " + name));
        return new SecretKeySpec(key, "AES");
    }

    private byte[] seal(SecretKey key, byte[] plaintext, byte[] bound) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(bound);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plaintext.length + TAG_BITS / 8);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    private static Optional<byte[]> open(SecretKey key, byte[] sealed, byte[] bound) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(bound);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (javax.crypto.AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }
}
