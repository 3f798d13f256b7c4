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
        String amzDate = SignatureParser.time(at);
        HttpHeaders.Builder headers =
                request.headers().toBuilder().remove("Authorization").set("X-Amz-Date", amzDate);
        if (service.equals("s3")) {
            headers.set("x-amz-content-sha256", payloadHash);
        }
        if (token != null) {
            headers.set("X-Amz-Security-Token", token);
        }
        HttpRequest dated = request.withHeaders(headers.build());
        List<String> names = new ArrayList<>(new TreeSet<>(dated.headers().names()));
        names.removeIf(name -> !(name.equals("host") || name.equals("content-type") || name.startsWith("x-amz-")));
        SigningClaim claim = claim(SigningClaim.Carrier.HEADER, names, amzDate, at, Duration.ZERO);
        String signature = signature(dated, claim, payloadHash);
        return dated.withHeaders(dated.headers().toBuilder()
                .add(
                        "Authorization",
                        SignatureParser.ALGORITHM + " Credential=" + accessKeyId + "/" + claim.scope()
                                + ", SignedHeaders=" + String.join(";", names) + ", Signature=" + signature)
                .build());
    }

    /** Signs in the query, with the host header alone, as a presigned URL is. */
    public HttpRequest presign(HttpRequest request, Duration expires, Instant at) {
        String amzDate = SignatureParser.time(at);
        SigningClaim claim = claim(SigningClaim.Carrier.QUERY, List.of("host"), amzDate, at, expires);
        StringBuilder query = new StringBuilder(
                request.rawQuery() == null || request.rawQuery().isEmpty() ? "" : request.rawQuery() + "&");
        query.append("X-Amz-Algorithm=").append(SignatureParser.ALGORITHM);
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
                carrier, accessKeyId, amzDate.substring(0, 8), region, service, names, "", amzDate, at, expires, token);
    }

    private String signature(HttpRequest request, SigningClaim claim, String payloadHash) {
        String toSign = Keys.stringToSign(claim, CanonicalRequest.of(request, claim, payloadHash));
        return Keys.sign(Keys.derive(secretAccessKey, claim.date(), region, service), toSign);
    }
}
