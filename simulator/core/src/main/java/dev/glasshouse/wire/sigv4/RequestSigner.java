package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Signs requests as a client does: for labs and tools that call a sandbox in process. */
public final class RequestSigner {

    private final String accessKeyId;
    private final String secretAccessKey;
    private final @Nullable String token;
    private final String region;
    private final String service;

    /** A signer with credentials for one service in one Region. */
    public RequestSigner(
            String accessKeyId, String secretAccessKey, @Nullable String token, String region, String service) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.token = token;
        this.region = region;
        this.service = service;
    }

    /**
     * Signs with an {@code Authorization} header.
     *
     * @param payloadHash the hash of the body or one of S3's words for it
     * @param at wall time
     */
    public HttpRequest sign(HttpRequest request, String payloadHash, Instant at) {
        String amzDate = SigningTimes.format(at);
        HttpHeaders.Builder headers =
                request.headers().toBuilder().remove("Authorization").set("X-Amz-Date", amzDate);
        if (service.equals("s3")) {
            headers.set("x-amz-content-sha256", payloadHash);
        }
        if (token != null) {
            headers.set("X-Amz-Security-Token", token);
        }
        HttpRequest dated = request.withHeaders(headers.build());
        SigningClaim claim = claim(SigningClaim.Carrier.HEADER, signed(dated), amzDate, at, Duration.ZERO);
        return authorized(dated, claim, signature(dated, claim, payloadHash));
    }

    /**
     * Signs as SigV4a with an {@code Authorization} header.
     *
     * @param regionSet the Regions that it is good in, as {@code X-Amz-Region-Set} has them
     * @param payloadHash the hash of the body or one of S3's words for it
     * @param at wall time
     */
    public HttpRequest signForRegions(HttpRequest request, String regionSet, String payloadHash, Instant at) {
        String amzDate = SigningTimes.format(at);
        HttpHeaders.Builder headers = request.headers().toBuilder()
                .remove("Authorization")
                .set("X-Amz-Date", amzDate)
                .set("X-Amz-Region-Set", regionSet)
                .set("x-amz-content-sha256", payloadHash);
        if (token != null) {
            headers.set("X-Amz-Security-Token", token);
        }
        HttpRequest dated = request.withHeaders(headers.build());
        List<String> names = signed(dated);
        SigningClaim claim = new SigningClaim(
                SigningClaim.Carrier.HEADER,
                SignatureAlgorithm.ECDSA,
                accessKeyId,
                amzDate.substring(0, 8),
                regionSet,
                service,
                names,
                "",
                amzDate,
                at,
                Duration.ZERO,
                token);
        String toSign = Keys.stringToSign(claim, CanonicalRequest.of(dated, claim, payloadHash));
        return authorized(dated, claim, EcdsaKey.sign(accessKeyId, secretAccessKey, toSign));
    }

    private static List<String> signed(HttpRequest request) {
        List<String> names = new ArrayList<>(new TreeSet<>(request.headers().names()));
        names.removeIf(name -> !(name.equals("host") || name.equals("content-type") || name.startsWith("x-amz-")));
        return names;
    }

    private static HttpRequest authorized(HttpRequest request, SigningClaim claim, String signature) {
        return request.withHeaders(request.headers().toBuilder()
                .add(
                        "Authorization",
                        claim.algorithm().text() + " Credential=" + claim.accessKeyId() + "/" + claim.scope()
                                + ", SignedHeaders=" + String.join(";", claim.signedHeaders()) + ", Signature="
                                + signature)
                .build());
    }

    /** Signs in the query, with the host header alone, as a presigned URL is. */
    public HttpRequest presign(HttpRequest request, Duration expires, Instant at) {
        String amzDate = SigningTimes.format(at);
        SigningClaim claim = claim(SigningClaim.Carrier.QUERY, List.of("host"), amzDate, at, expires);
        StringBuilder query = new StringBuilder(
                request.rawQuery() == null || request.rawQuery().isEmpty() ? "" : request.rawQuery() + "&");
        query.append("X-Amz-Algorithm=").append(SignatureAlgorithm.HMAC.text());
        query.append("&X-Amz-Credential=").append(UriText.encode(accessKeyId + "/" + claim.scope(), false));
        query.append("&X-Amz-Date=").append(amzDate);
        query.append("&X-Amz-Expires=").append(expires.toSeconds());
        query.append("&X-Amz-SignedHeaders=host");
        if (token != null) {
            query.append("&X-Amz-Security-Token=").append(UriText.encode(token, false));
        }
        HttpRequest unsigned = new HttpRequest(
                request.method(),
                request.rawPath(),
                query.toString(),
                request.headers(),
                request.body(),
                request.connection());
        String payload = service.equals("s3") ? "UNSIGNED-PAYLOAD" : Keys.EMPTY_HASH;
        query.append("&X-Amz-Signature=").append(signature(unsigned, claim, payload));
        return new HttpRequest(
                request.method(),
                request.rawPath(),
                query.toString(),
                request.headers(),
                request.body(),
                request.connection());
    }

    private SigningClaim claim(
            SigningClaim.Carrier carrier, List<String> names, String amzDate, Instant at, Duration expires) {
        return new SigningClaim(
                carrier,
                SignatureAlgorithm.HMAC,
                accessKeyId,
                amzDate.substring(0, 8),
                region,
                service,
                names,
                "",
                amzDate,
                at,
                expires,
                token);
    }

    private String signature(HttpRequest request, SigningClaim claim, String payloadHash) {
        String toSign = Keys.stringToSign(claim, CanonicalRequest.of(request, claim, payloadHash));
        return Keys.sign(Keys.derive(secretAccessKey, claim.date(), region, service), toSign);
    }
}
