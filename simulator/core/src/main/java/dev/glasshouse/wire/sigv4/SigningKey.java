package dev.glasshouse.wire.sigv4;

import dev.glasshouse.crypto.HmacKey;
import java.util.HexFormat;

/** What verifies the signatures of one request: of the request itself, of the chunks of its body, of its trailer. */
public sealed interface SigningKey permits SigningKey.Hmac, EcdsaKey {

    SignatureAlgorithm algorithm();

    /** Whether a text as it was sent is the signature of a text. */
    boolean verifies(String toSign, String signature);

    /** A derived key of SigV4. */
    record Hmac(HmacKey key) implements SigningKey {

        @Override
        public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.HMAC;
        }

        @Override
        public boolean verifies(String toSign, String signature) {
            return Keys.same(HexFormat.of().formatHex(key.of(toSign)), signature);
        }

        /** No key. */
        @Override
        public String toString() {
            return algorithm().text();
        }
    }
}
