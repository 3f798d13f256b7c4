package dev.glasshouse.sandbox;

import dev.glasshouse.crypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a sandbox's names, ids and credentials derive from. Whoever knows the seed knows the credentials; key material of
 * KMS does not derive from it.
 */
public final class Seed {

    private final String text;

    private Seed(String text) {
        this.text = text;
    }

    /** The seed with a text, any non-empty one. */
    public static Seed of(String text) {
        if (text.isEmpty() || text.length() > 256) {
            throw new IllegalArgumentException("a seed has 1 to 256 characters, not " + text.length());
        }
        return new Seed(text);
    }

    /** A seed that nobody has had. */
    public static Seed random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return new Seed(HexFormat.of().formatHex(bytes));
    }

    /** The text to start another sandbox with the same seed. */
    public String text() {
        return text;
    }

    /** Thirty-two bytes for a purpose. */
    public byte[] derive(String purpose) {
        return new HmacKey(text.getBytes(StandardCharsets.UTF_8)).of(purpose);
    }

    /** Hidden: a seed opens every account of its sandbox. */
    @Override
    public String toString() {
        return "Seed[...]";
    }
}
