package dev.glasshouse.wire.sigv4;

import dev.glasshouse.api.Bytes;

/** What verifies the signatures of one request: of the request itself, of the chunks of its body, of its trailer. */
public sealed interface SigningKey permits SigningKey.Hmac, EcdsaKey {

    SignatureAlgorithm algorithm();

    /** Whether a text as it was sent is the signature of a text. */
    boolean verifies(String toSign, String signature);

    /** A derived key of SigV4. */
    record Hmac(Bytes key) implements SigningKey {

        @Override
        public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.HMAC;
        }

        @Override
        public boolean verifies(String toSign, String signature) {
            return Keys.same(Keys.sign(key.toArray(), toSign), signature);
        }

        /** No key. */
        @Override
        public String toString() {
            return algorithm().text();
        }
    }
}
