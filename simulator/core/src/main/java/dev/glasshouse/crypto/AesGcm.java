package dev.glasshouse.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Objects;
import javax.crypto.Cipher;

/** The JDK's AES-GCM. */
public final class AesGcm {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    // asked once: to search all providers takes longer than to seal a short message
    private static final Provider PROVIDER = provider();

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
}
