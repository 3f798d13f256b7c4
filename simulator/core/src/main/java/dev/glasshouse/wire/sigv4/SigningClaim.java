package dev.glasshouse.wire.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a signed request says of its signature, before anything is verified.
 *
 * @param carrier where the signature stands
 * @param algorithm its form
 * @param accessKeyId whose it claims to be
 * @param date the scope's date, {@code yyyyMMdd}
 * @param region the scope's Region; of SigV4a, which signs for several, the one that the request goes to
 * @param service the scope's service
 * @param signedHeaders the names of the signed headers in small letters, in their order
 * @param signature hexadecimal digits: 64, or a DER form of SigV4a
 * @param amzDate the time of signing as it was sent, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param signedAt that time
 * @param expires how long a presigned request is good; zero for a header
 * @param token the session token, or null
 */
public record SigningClaim(
        Carrier carrier,
        SignatureAlgorithm algorithm,
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature,
        String amzDate,
        Instant signedAt,
        Duration expires,
        @Nullable String token) {

    /** Where a signature can stand. */
    public enum Carrier {
        HEADER,
        QUERY,
        /** The fields of a browser's form; the policy is what is signed. */
        FORM
    }

    public SigningClaim {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** The credential scope: date, Region where the form has it, service, terminator. */
    public String scope() {
        return algorithm == SignatureAlgorithm.ECDSA
                ? date + "/" + service + "/aws4_request"
                : date + "/" + region + "/" + service + "/aws4_request";
    }

    /** The key id and the scope; no signature and no token. */
    @Override
    public String toString() {
        return accessKeyId + "/" + scope();
    }
}
