package dev.glasshouse.service.iam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords as authenticator apps make them: HMAC-SHA-1, steps of 30 seconds, six digits. See
 * <a href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</a>.
 */
final class Totp {

    /** Seconds that a code is shown. */
    static final int STEP = 30;

    private Totp() {}

    /** The number of the time step that a moment is in. */
    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP);
    }

    /** The code of a time step. */
    static String code(byte[] seed, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is part of every JDK", e);
        }
    }

    /** The first step from one to another, both inclusive, whose code is given. */
    static OptionalLong find(byte[] seed, String code, long from, long to) {
        for (long step = from; step <= to; step++) {
            if (same(code(seed, step), code)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    /** The first step from one to another whose code is given and whose next step's code is the second one. */
    static OptionalLong findPair(byte[] seed, String first, String second, long from, long to) {
        for (long step = from; step <= to; step++) {
            if (same(code(seed, step), first) && same(code(seed, step + 1), second)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
