package dev.glasshouse.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** S3's second id of a request, {@code x-amz-id-2}. It follows from the first, so that the trail, which keeps that, tells it too. */
public final class HostIds {

    private static final int BYTES = 56;

    private HostIds() {}

    /** The second id that goes with a request id of S3. */
    public static String of(String requestId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(requestId.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512 is part of every JDK", e);
        }
    }
}
