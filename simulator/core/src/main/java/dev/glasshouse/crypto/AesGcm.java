package dev.glasshouse.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/** The JDK's AES-GCM. */
public final class AesGcm {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    // asked once: to search all providers takes longer than to seal a short message
    private static final Provider PROVIDER = provider();

    /** Ciphers that wait for the next message, a few for all threads: making one takes longer than a short message. */
    private static final AtomicReferenceArray<@Nullable Cipher> IDLE = new AtomicReferenceArray<>(16);

    /** Work on one message. */
    public interface Work<T> {
        /** Initializes the cipher, and is done with it when it answers. */
        T with(Cipher cipher) throws GeneralSecurityException;
    }

    private AesGcm() {}

    private static Provider provider() {
        try {
            return Objects.requireNonNull(Cipher.getInstance(TRANSFORMATION).getProvider());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** A cipher for one message, not yet initialized. */
    public static Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance(TRANSFORMATION, PROVIDER);
    }

    /**
     * Works on one message with a cipher that may have been used before. It keeps the key until the next message, so that
     * only keys of one message should be used with it.
     */
    public static <T> T use(Work<T> work) throws GeneralSecurityException {
        int place = (int) (Thread.currentThread().getId() % IDLE.length());
        Cipher known = IDLE.getAndSet(place, null);
        Cipher cipher = known == null ? cipher() : known;
        T done = work.with(cipher);
        IDLE.set(place, cipher);
        return done;
    }
}
