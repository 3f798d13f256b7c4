package dev.glasshouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of HMAC-SHA256 that is used often: finding the algorithm and taking the key in cost more than a short message. */
public final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    // copied: to find the algorithm again takes longer than a short message
    private static final Mac FRESH = fresh();

    private final byte[] key;
    // made at the first use: most forks of a sandbox never sign
    private final AtomicReference<@Nullable Mac> idle = new AtomicReference<>();

    /** A key of any length but none. */
    public HmacKey(byte[] key) {
        this.key = key.clone();
    }

    private static Mac fresh() {
        try {
            Provider provider =
                    Objects.requireNonNull(Mac.getInstance(ALGORITHM).getProvider());
            return Mac.getInstance(ALGORITHM, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }

    /** A code in the making under a key that is used this once. */
    public static Mac startWith(byte[] key) {
        try {
            Mac mac = (Mac) FRESH.clone();
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK, and can be copied", e);
        }
    }

    /** The thirty-two bytes of a message's code. */
    public byte[] of(byte[] message) {
        Mac known = idle.getAndSet(null);
        Mac mac = known == null ? startWith(key) : known;
        byte[] code = mac.doFinal(message);
        idle.set(mac);
        return code;
    }

    /** The thirty-two bytes of a text's code. */
    public byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hidden. */
    @Override
    public String toString() {
        return "HmacKey[...]";
    }
}
