package dev.glasshouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of HMAC-SHA256 that is used often: finding the algorithm and taking the key in cost more than a short message. */
public final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    // made at the first use: most forks of a sandbox never sign
    private volatile @Nullable Mac keyed;

    /** A key of any length but none. */
    public HmacKey(byte[] key) {
        this.key = key.clone();
    }

    /** A code in the making, for one use by one thread. */
    public Mac start() {
        try {
            Mac known = keyed;
            if (known == null) {
                known = Mac.getInstance(ALGORITHM);
                known.init(new SecretKeySpec(key, ALGORITHM));
                keyed = known;
            }
            return (Mac) known.clone();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
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
