package dev.glasshouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of HMAC-SHA256 that is used often: finding the algorithm and taking the key in cost more than a short message. */
public final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    // asked once: to search all providers takes longer than a short message
    private static final Provider PROVIDER = provider();

    private final byte[] key;
    // made at the first use: most forks of a sandbox never sign
    private volatile @Nullable Mac keyed;

    /** A key of any length but none. */
    public HmacKey(byte[] key) {
        this.key = key.clone();
    }

    private static Provider provider() {
        try {
            return Objects.requireNonNull(Mac.getInstance(ALGORITHM).getProvider());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }

    /** A code in the making under a key that is used this once. */
    public static Mac startWith(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM, PROVIDER);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }

    /** A code in the making, for one use by one thread. */
    public Mac start() {
        try {
            Mac known = keyed;
            if (known == null) {
                known = startWith(key);
                keyed = known;
            }
            return (Mac) known.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }

    /** The thirty-two bytes of a text's code. */
    public byte[] of(String text) {
        return start().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hidden. */
    @Override
    public String toString() {
        return "HmacKey[...]";
    }
}
