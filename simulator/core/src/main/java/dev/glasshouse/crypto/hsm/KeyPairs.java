package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;

/** Where key pairs come from. RSA keys take long to make, so tests bring some that are made already. */
@FunctionalInterface
public interface KeyPairs {

    /** Makes each pair anew. */
    KeyPairs FRESH = FreshKeyPairs::generate;

    /**
     * A key pair.
     *
     * @param privateKey the private key as PKCS #8 has it
     * @param publicKey the public key as X.509 has it (SubjectPublicKeyInfo)
     */
    record Pair(Bytes privateKey, Bytes publicKey) {
        @Override
        public String toString() {
            return "Pair[a private key]";
        }
    }

    /**
     * A pair of a spec.
     *
     * @throws IllegalArgumentException if the spec has no pairs
     */
    Pair generate(KeySpec spec);
}
