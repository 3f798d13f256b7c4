package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.content.Checksums;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key that a customer sends with each request (SSE-C). It is never stored: it wraps the body's data key, and opening that
 * is the proof that it is the same again. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html">Using server-side
 * encryption with customer-provided keys</a>.
 *
 * @param key 32 bytes
 * @param md5 their MD5, in base 64, which answers show
 */
record CustomerKey(Bytes key, String md5) {

    /** What stored bodies call it. */
    static final String ALGORITHM = "SSE-C";

    /** The algorithm that requests and answers name. */
    static final String AES256 = "AES256";

    private static final int BYTES = 32;
    private static final String HEADER = "x-amz-server-side-encryption";

    /**
     * The key of a request; null where it has none.
     *
     * @param sse the other encryption that the request asks for, or null
     */
    static @Nullable CustomerKey of(
            @Nullable String algorithm, @Nullable String key, @Nullable String md5, @Nullable String sse) {
        if (algorithm == null && key == null && md5 == null) {
            return null;
        }
        if (sse != null) {
            throw S3Errors.invalidArgument(
                    "Server Side Encryption with Customer provided key is incompatible with the encryption method"
                            + " specified",
                    HEADER,
                    sse);
        }
        if (algorithm == null) {
            throw S3Errors.invalidArgument(
                    "Requests specifying Server Side Encryption with Customer provided keys must provide a valid"
                            + " encryption algorithm.",
                    HEADER,
                    "null");
        }
        if (!algorithm.equals(AES256)) {
            throw S3Errors.of(
                            "InvalidEncryptionAlgorithmError",
                            400,
                            "The Encryption request you specified is not valid. Supported value: AES256.")
                    .with("ArgumentName", HEADER)
                    .with("ArgumentValue", algorithm);
        }
        if (key == null) {
            throw S3Errors.invalidArgument(
                    "Requests specifying Server Side Encryption with Customer provided keys must provide an"
                            + " appropriate secret key.",
                    HEADER,
                    "null");
        }
        if (md5 == null) {
            throw S3Errors.invalidArgument(
                    "Requests specifying Server Side Encryption with Customer provided keys must provide the client"
                            + " calculated MD5 of the secret key.",
                    HEADER,
                    "null");
        }
        byte[] bytes = decoded(key);
        if (bytes.length != BYTES) {
            throw S3Errors.invalidArgument("The secret key was invalid for the specified algorithm.", HEADER, "null");
        }
        byte[] digest = Checksums.digest("MD5").digest(bytes);
        if (!MessageDigest.isEqual(digest, decoded(md5))) {
            throw S3Errors.invalidArgument(
                    "The calculated MD5 hash of the key did not match the hash that was provided.", HEADER, "null");
        }
        return new CustomerKey(Bytes.wrap(bytes), md5);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The algorithm that an answer shows for a request's key, or null. */
    static @Nullable String algorithmOf(@Nullable CustomerKey key) {
        return key == null ? null : AES256;
    }

    /** The MD5 that an answer shows for a request's key, or null. */
    static @Nullable String md5Of(@Nullable CustomerKey key) {
        return key == null ? null : key.md5();
    }

    @Override
    public String toString() {
        return "CustomerKey[" + md5 + "]";
    }
}
