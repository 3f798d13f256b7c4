package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Makes key pairs: with the JDK where it can, else with Bouncy Castle. */
final class FreshKeyPairs {

    private static final SecureRandom RANDOM = new SecureRandom();

    private FreshKeyPairs() {}

    static KeyPairs.Pair generate(KeySpec spec) {
        return switch (spec.family()) {
            case RSA -> jdk("RSA", new RSAKeyGenParameterSpec(spec.bits(), RSAKeyGenParameterSpec.F4));
            case EC ->
                spec == KeySpec.ECC_SECG_P256K1
                        ? Castle.generateEc("secp256k1", RANDOM)
                        : jdk("EC", new ECGenParameterSpec("secp" + spec.bits() + "r1"));
            case ED25519 -> jdk("Ed25519", null);
            case SM2 -> Castle.generateEc("sm2p256v1", RANDOM);
            case ML_DSA -> MlDsa.generate(spec, RANDOM);
            case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " is no pair");
        };
    }

    private static KeyPairs.Pair jdk(String algorithm, @org.jspecify.annotations.Nullable AlgorithmParameterSpec size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (size != null) {
                generator.initialize(size, RANDOM);
            }
            KeyPair pair = generator.generateKeyPair();
            return new KeyPairs.Pair(
                    Bytes.wrap(pair.getPrivate().getEncoded()),
                    Bytes.wrap(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK", e);
        }
    }
}
