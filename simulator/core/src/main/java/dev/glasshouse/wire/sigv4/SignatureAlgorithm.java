package dev.glasshouse.wire.sigv4;

import java.util.Optional;

/** The two forms of Signature Version 4. */
public enum SignatureAlgorithm {
    /** SigV4: an HMAC under a key derived for a day, a Region and a service. */
    HMAC("AWS4-HMAC-SHA256"),
    /** SigV4a: an ECDSA signature that is good in a set of Regions. */
    ECDSA("AWS4-ECDSA-P256-SHA256");

    private final String text;

    SignatureAlgorithm(String text) {
        this.text = text;
    }

    /** As it is written in requests and texts to sign. */
    public String text() {
        return text;
    }

    /** How many parts a credential has: SigV4a's scope names no Region. */
    int credentialParts() {
        return this == HMAC ? 5 : 4;
    }

    /** The algorithm of a name, exactly as it is written. */
    static Optional<SignatureAlgorithm> named(String text) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.text.equals(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
