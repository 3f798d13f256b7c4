package dev.glasshouse.crypto.hsm;

import dev.glasshouse.crypto.AesGcm;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key that a module wraps all others under. Each use of a key opens it, so the cipher that has taken it in is kept. */
final class MasterKey {

    private final SecretKey key;
    private final AtomicReference<@Nullable Cipher> idle = new AtomicReference<>();

    MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] seal(SecureRandom random, byte[] plaintext, byte[] bound) {
        return Sealing.seal(key, random, plaintext, bound);
    }

    /** Empty where it was not sealed under this key or is bound to something else. */
    Optional<byte[]> open(byte[] sealed, byte[] bound) {
        try {
            Cipher known = idle.getAndSet(null);
            Cipher cipher = known == null ? AesGcm.cipher() : known;
            Optional<byte[]> opened = Sealing.open(cipher, key, sealed, bound);
            idle.set(cipher);
            return opened;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** Hidden. */
    @Override
    public String toString() {
        return "MasterKey[...]";
    }
}
