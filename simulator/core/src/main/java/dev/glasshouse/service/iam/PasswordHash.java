package dev.glasshouse.service.iam;

import dev.glasshouse.api.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: nobody can read it.
 *
 * @param salt what makes the hash of the same password another one
 * @param hash PBKDF2 with HMAC-SHA-256
 * @param set when it was set
 */
record PasswordHash(Bytes salt, Bytes hash, Instant set) {

    private static final int ROUNDS = 10_000;
    private static final int BITS = 256;

    static PasswordHash of(String password, byte[] salt, Instant set) {
        return new PasswordHash(Bytes.wrap(salt), Bytes.wrap(derive(password, salt)), set);
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash.toArray(), derive(password, salt.toArray()));
    }

    private static byte[] derive(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2WithHmacSHA256 is part of every JDK", e);
        }
    }
}
