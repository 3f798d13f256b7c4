package dev.glasshouse.gateway;

import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The ids of one call in its service's form.
 *
 * @param requestId a UUID, or for S3 sixteen capitals and digits
 * @param hostId S3's second id, else an empty text
 */
record RequestIds(String requestId, String hostId) {

    private static final int HOST_ID_BYTES = 56;

    static RequestIds of(Sandbox sandbox, String service) {
        Ids ids = sandbox.callIds();
        if (!service.equals("s3") && !service.equals("s3control")) {
            return new RequestIds(ids.uuid("request", service), "");
        }
        String requestId = ids.upperAlphanumeric("request", service, 16);
        return new RequestIds(requestId, hostId(requestId));
    }

    /** The second id that goes with a request id of S3: the trail knows the call by its first alone. */
    static String hostId(String requestId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(requestId.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, HOST_ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512 is part of every JDK", e);
        }
    }
}
