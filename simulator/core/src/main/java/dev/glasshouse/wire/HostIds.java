package dev.glasshouse.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** S3's second id of a request, {@code x-amz-id-2}. It follows from the first, so that the trail, which keeps that, tells it too. */
public final class HostIds {

    private static final int BYTES = 56;

    // copied for each id, which is quicker than to find it again
    private static final MessageDigest FRESH = fresh();

    private HostIds() {}

    /** The second id that goes with a request id of S3. */
    public static String of(String requestId) {
        try {
            MessageDigest digest = (MessageDigest) FRESH.clone();
            byte[] hash = digest.digest(requestId.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-512 can be copied", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512 is part of every JDK", e);
        }
    }
}
