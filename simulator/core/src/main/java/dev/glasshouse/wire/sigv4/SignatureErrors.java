package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
        return new WireException(new WireError(code, status, text, true, details, null));
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
        return new WireException(WireError.invalidArgument(
                header.startsWith("AWS ")
                        ? "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature"
                        : "Unsupported Authorization Type",
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

    /** A session token that is missing, wrong, or where none belongs. */
    public WireException badToken() {
        if (this == S3) {
            return new WireException(
                    WireError.of("InvalidToken", 400, "The provided token is malformed or otherwise invalid."));
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
    public WireException expiredToken() {
        return this == S3
                ? new WireException(WireError.of("ExpiredToken", 400, "The provided token has expired."))
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

    /** A header that must be signed is not. */
    public WireException unsigned(String header) {
        return this == S3
                ? detailed(
                        "AccessDenied",
                        403,
                        "There were headers present in the request which were not signed",
                        Map.of("HeadersNotSigned", header))
                : mismatch("'" + header + "' must be a 'SignedHeader' in the AWS Authorization.");
    }

    static String bytes(String text) {
        StringBuilder out = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(out.length() == 0 ? "" : " ").append(String.format("%02x", value));
        }
        return out.toString();
    }
}
