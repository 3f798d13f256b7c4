package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a family of services spells each fault of a signature. S3 has codes of its own; the query services (IAM, STS) and
 * the JSON services (KMS, CloudTrail) share texts but not codes and statuses.
 */
public enum SignatureErrors {
    /** S3: XML, 403 for most, with the details that help to debug a client. */
    S3,
    /** IAM, STS and the other query services. */
    QUERY,
    /** The JSON services: all faults are 400. */
    JSON,
    /** The services of restJson1, such as Lambda: the codes of JSON, and 403. */
    REST_JSON;

    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check your ";

    private WireException of(String s3, int s3Status, String query, int queryStatus, String json, String text) {
        return switch (this) {
            case S3 -> new WireException(WireError.of(s3, s3Status, text));
            case QUERY -> new WireException(WireError.of(query, queryStatus, text));
            case JSON -> new WireException(WireError.of(json, 400, text));
            case REST_JSON -> new WireException(WireError.of(json, 403, text));
        };
    }

    private static WireException detailed(String code, int status, String text, Map<String, String> details) {
        WireError error = WireError.of(code, status, text);
        for (Map.Entry<String, String> detail : details.entrySet()) {
            error = error.with(detail.getKey(), detail.getValue());
        }
        return new WireException(error);
    }

    /** A service that takes no anonymous calls was called without a signature. */
    public WireException missing() {
        return this == S3
                ? new WireException(WireError.of("AccessDenied", 403, "Access Denied"))
                : of(
                        "",
                        403,
                        "MissingAuthenticationToken",
                        403,
                        "MissingAuthenticationTokenException",
                        "Request is missing Authentication Token");
    }

    /** An authorization that is not in the form that the algorithm demands. */
    public WireException malformed(String text) {
        return of(
                "AuthorizationHeaderMalformed",
                400,
                "IncompleteSignature",
                400,
                "IncompleteSignatureException",
                this == S3 ? "The authorization header is malformed; " + text : text);
    }

    /** A signed request without a date that can be read. */
    public WireException undated(String text) {
        return this == S3
                ? new WireException(WireError.of(
                        "AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"))
                : malformed(text);
    }

    /** Query parameters that do not make a presigned request. */
    public WireException malformedQuery(String text) {
        return of(
                "AuthorizationQueryParametersError",
                400,
                "IncompleteSignature",
                400,
                "IncompleteSignatureException",
                text);
    }

    /**
     * A credential that is not in its form, or for another service.
     *
     * @param inQuery whether it stands in the query or in a form
     */
    public WireException credential(String text, boolean inQuery) {
        return inQuery ? malformedQuery("Error parsing the X-Amz-Credential parameter; " + text) : malformed(text);
    }

    /** A credential of S3 for a Region that is not the one, or of no Region. */
    public WireException wrongRegion(String region, String expected, boolean inQuery) {
        return new WireException(
                credential("the region '" + region + "' is wrong; expecting '" + expected + "'", inQuery)
                        .error()
                        .with("Region", expected));
    }

    /** A part of an {@code Authorization} header that is no name and value, or none that is known. */
    WireException component(String part, String header) {
        return malformed(
                this == S3
                        ? "the authorization component \"" + part + "\" is malformed."
                        : "'" + part + "' not a valid key=value pair (missing equal-sign) in Authorization header: '"
                                + header + "'.");
    }

    /** An {@code Authorization} header without one of its parts. */
    WireException lacks(String name, String header) {
        return malformed(
                this == S3
                        ? "the authorization header requires three components: Credential, SignedHeaders, and"
                                + " Signature."
                        : "Authorization header requires '" + name + "' parameter. Authorization=" + header);
    }

    /** A credential whose date is not that of the request. */
    WireException otherDate(String scope, String amzDate, boolean inQuery) {
        String day = amzDate.substring(0, 8);
        if (this != S3) {
            return mismatch(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + scope + "' != '" + day + "', from '" + amzDate + "'.");
        }
        return inQuery
                ? malformedQuery("Invalid credential date \"" + scope
                        + "\". This date is not the same as X-Amz-Date: \"" + day + "\".")
                : malformed("Invalid credential date. Date is not the same as X-Amz-Date.");
    }

    /** Signature Version 2 or any other scheme. */
    public WireException unsupported() {
        return of(
                "InvalidRequest",
                400,
                "IncompleteSignature",
                400,
                "IncompleteSignatureException",
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
    }

    /** An {@code Authorization} header of another scheme, or one of Signature Version 2 that is no whole one. */
    public WireException unsupported(String header) {
        if (this != S3) {
            return unsupported();
        }
        int space = header.indexOf(' ');
        boolean older = header.startsWith("AWS ");
        String text = older
                ? "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature"
                : "Unsupported Authorization Type";
        boolean spaced = space >= 0 && !(older && header.indexOf(' ', space + 1) >= 0);
        return new WireException(WireError.invalidArgument(
                spaced ? text : "Authorization header is invalid -- one and only one ' ' (space) required",
                "Authorization",
                header));
    }

    /** A request that is presigned with Signature Version 2, but not wholly, or not for S3. */
    public WireException incompleteOlder() {
        return this == S3
                ? new WireException(WireError.of(
                        "AccessDenied",
                        403,
                        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"))
                : unsupported();
    }

    /** A signature in the header and in the query at once. */
    public WireException twice() {
        return of(
                "InvalidArgument",
                400,
                "IncompleteSignature",
                400,
                "IncompleteSignatureException",
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string"
                        + " parameter or the Authorization header should be specified");
    }

    /** A key id that nobody has, or that is inactive. */
    public WireException unknownKey(String accessKeyId) {
        if (this == S3) {
            return detailed(
                    "InvalidAccessKeyId",
                    403,
                    "The AWS Access Key Id you provided does not exist in our records.",
                    Map.of("AWSAccessKeyId", accessKeyId));
        }
        return of(
                "",
                403,
                "InvalidClientTokenId",
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
    }

    /** A session token that is wrong, or where none belongs. */
    public WireException badToken(String token) {
        if (this == S3) {
            return new WireException(
                    WireError.of("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
                            .with("Token-0", token));
        }
        return of(
                "",
                403,
                "InvalidClientTokenId",
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
    }

    /** A session that has ended. */
    public WireException expiredToken(String token) {
        return this == S3
                ? new WireException(WireError.of("ExpiredToken", 400, "The provided token has expired.")
                        .with("Token-0", token))
                : of(
                        "",
                        403,
                        "ExpiredToken",
                        403,
                        "ExpiredTokenException",
                        "The security token included in the request is expired");
    }

    /** A signature that is not the one of this request and this key. */
    public WireException mismatch(SigningClaim claim, String stringToSign, String canonicalRequest) {
        if (this == S3) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("AWSAccessKeyId", claim.accessKeyId());
            details.put("StringToSign", stringToSign);
            details.put("SignatureProvided", claim.signature());
            details.put("StringToSignBytes", bytes(stringToSign));
            if (!canonicalRequest.isEmpty()) {
                details.put("CanonicalRequest", canonicalRequest);
                details.put("CanonicalRequestBytes", bytes(canonicalRequest));
            }
            return detailed("SignatureDoesNotMatch", 403, MISMATCH + "key and signing method.", details);
        }
        return of(
                "",
                403,
                "SignatureDoesNotMatch",
                403,
                "InvalidSignatureException",
                MISMATCH + "AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    /** Another fault of the signature itself, with the family's own code for it. */
    public WireException mismatch(String text) {
        return of("SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403, "InvalidSignatureException", text);
    }

    /** Headers that must be signed are not. */
    public WireException unsigned(List<String> headers) {
        return this == S3
                ? new WireException(WireError.of(
                                "AccessDenied", 403, "There were headers present in the request which were not signed")
                        .with("HeadersNotSigned", String.join(", ", headers)))
                : mismatch("'" + headers.get(0) + "' must be a 'SignedHeader' in the AWS Authorization.");
    }

    /**
     * A request to S3 whose time is too far from now.
     *
     * @param sent its time as it was sent
     */
    static WireException skewed(String sent, Instant now, Duration limit) {
        return new WireException(WireError.of(
                        "RequestTimeTooSkewed",
                        403,
                        "The difference between the request time and the current time is too large.")
                .with("RequestTime", sent)
                .with("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .with("MaxAllowedSkewMilliseconds", Long.toString(limit.toMillis())));
    }

    static String bytes(String text) {
        StringBuilder out = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(out.length() == 0 ? "" : " ").append(String.format("%02x", value));
        }
        return out.toString();
    }
}
