package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.SubResources;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * S3's older signature, with which boto3 and the aws CLI presign by default in Regions that had it: an HMAC-SHA1 of the request
 * in a header or in the query. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html">Signing and authenticating REST
 * requests (AWS Signature Version 2)</a>.
 *
 * @param accessKeyId whose it claims to be
 * @param signature the signature in base64
 * @param expires until when a presigned request is good, in wall time; null for a header
 * @param signedAt the date of a header, in wall time; null for a presigned request
 * @param token the session token, or null
 */
public record SignatureV2(
        String accessKeyId,
        String signature,
        @Nullable Instant expires,
        @Nullable Instant signedAt,
        @Nullable String token) {

    /** What the trail and {@code s3:signatureversion} call it. */
    public static final String ALGORITHM = "AWS";

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final String SCHEME = "AWS ";
    private static final long MOST_EXPIRES = 253_402_300_799L;

    /** The parameters that are part of the resource that is signed beside those that say what it is of. */
    private static final Set<String> ALSO_SIGNED = Set.of(
            "defaultObjectAcl",
            "partNumber",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "select-type",
            "versionId");

    /** Came after this way of signing. */
    private static final String UNSIGNED = "attributes";

    /** Whether a request is signed in this way, and in no newer one. */
    public static boolean is(HttpRequest request) {
        return key(request).isPresent();
    }

    /** The key id that such a request claims, without judging it. */
    static Optional<String> key(HttpRequest request) {
        List<String> headers = request.headers().all("Authorization");
        if (!headers.isEmpty()) {
            String text = headers.get(0);
            int colon = text.indexOf(':');
            return text.startsWith(SCHEME) && colon > SCHEME.length()
                    ? Optional.of(text.substring(SCHEME.length(), colon))
                    : Optional.empty();
        }
        Map<String, String> query = query(request);
        return query.containsKey("Signature") && query.containsKey("Expires")
                ? Optional.ofNullable(query.get("AWSAccessKeyId"))
                : Optional.empty();
    }

    private static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        UriText.parameters(request.rawQuery())
                .forEach(each -> query.put(each.getKey(), UriText.plain(each.getValue())));
        return query;
    }

    /**
     * The claim of a request that {@link #is} signed in this way.
     *
     * @throws WireException with S3's error for a date that is none
     */
    public static SignatureV2 parse(HttpRequest request) throws WireException {
        String header = request.headers().first("Authorization").orElse(null);
        if (header != null) {
            int colon = header.indexOf(':');
            return new SignatureV2(
                    header.substring(SCHEME.length(), colon),
                    header.substring(colon + 1),
                    null,
                    date(request.headers()),
                    request.headers().first("x-amz-security-token").orElse(null));
        }
        Map<String, String> query = query(request);
        return new SignatureV2(
                query.getOrDefault("AWSAccessKeyId", ""),
                query.getOrDefault("Signature", ""),
                expires(query.getOrDefault("Expires", "")),
                null,
                query.get("x-amz-security-token"));
    }

    /**
     * The claim of a browser's form that is signed in this way.
     *
     * @param fields the fields by name in small letters
     * @throws WireException if only a part of it is there
     */
    public static Optional<SignatureV2> form(Map<String, String> fields) throws WireException {
        if (!fields.containsKey("awsaccesskeyid") && !fields.containsKey("signature")) {
            return Optional.empty();
        }
        SignatureParser.requireFields(fields, List.of("AWSAccessKeyId", "Signature", "policy"));
        return Optional.of(new SignatureV2(
                String.valueOf(fields.get("awsaccesskeyid")),
                String.valueOf(fields.get("signature")),
                null,
                null,
                fields.get("x-amz-security-token")));
    }

    /**
     * Verifies the claim of a form.
     *
     * @param policy the policy as the form has it
     * @throws WireException {@code SignatureDoesNotMatch}
     */
    public void verifyForm(String policy, String secret) throws WireException {
        if (!Keys.same(sign(secret, policy), signature)) {
            throw mismatch(policy);
        }
    }

    private WireException mismatch(String toSign) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("AWSAccessKeyId", accessKeyId);
        details.put("StringToSign", toSign);
        details.put("SignatureProvided", signature);
        details.put("StringToSignBytes", SignatureErrors.bytes(toSign));
        return new WireException(new WireError(
                "SignatureDoesNotMatch",
                403,
                "The request signature we calculated does not match the signature you provided. Check your key and"
                        + " signing method.",
                true,
                details,
                null));
    }

    private static Instant expires(String text) throws WireException {
        boolean digits = !text.isEmpty() && text.length() <= 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new WireException(
                    WireError.of("AccessDenied", 403, "Invalid date (should be seconds since epoch): " + text));
        }
        return Instant.ofEpochSecond(Math.min(MOST_EXPIRES, Long.parseLong(text)));
    }

    private static Instant date(HttpHeaders headers) throws WireException {
        String text =
                headers.first("x-amz-date").or(() -> headers.first("Date")).orElse("");
        return SigningTimes.parseAny(text)
                .filter(date -> !date.isBefore(Instant.EPOCH))
                .orElseThrow(SignatureV2::noDate);
    }

    private static WireException noDate() {
        return new WireException(
                WireError.of("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"));
    }

    /**
     * Verifies the claim.
     *
     * @param resource the raw path with the bucket in front, even where the bucket stands in the host
     * @throws WireException with S3's error for the fault
     */
    public void verify(HttpRequest request, String resource, String secret, SignatureVerifier.Clocks clocks)
            throws WireException {
        if (signedAt != null && !clocks.near(signedAt, SKEW)) {
            HttpHeaders headers = request.headers();
            String sent =
                    headers.first("x-amz-date").or(() -> headers.first("Date")).orElse("");
            throw SignatureErrors.skewed(sent, clocks.wall(), SKEW);
        }
        String toSign = stringToSign(request, resource);
        // clients sign a bucket in a path with a slash behind it, whether they send that or not
        boolean bucket = resource.length() > 1 && resource.indexOf('/', 1) < 0;
        boolean right = Keys.same(sign(secret, toSign), signature)
                || bucket && Keys.same(sign(secret, stringToSign(request, resource + "/")), signature);
        if (!right) {
            throw mismatch(toSign);
        }
        if (expires != null && !clocks.toSandbox().apply(expires).isAfter(clocks.sandbox())) {
            throw new WireException(WireError.of("AccessDenied", 403, "Request has expired")
                    .with("Expires", expires.toString())
                    .with(
                            "ServerTime",
                            clocks.wall().truncatedTo(ChronoUnit.SECONDS).toString()));
        }
    }

    private String stringToSign(HttpRequest request, String resource) {
        HttpHeaders headers = request.headers();
        StringBuilder out = new StringBuilder(request.method()).append('\n');
        out.append(headers.first("Content-MD5").orElse("")).append('\n');
        out.append(headers.first("Content-Type").orElse("")).append('\n');
        String date =
                headers.contains("x-amz-date") ? "" : headers.first("Date").orElse("");
        out.append(expires == null ? date : Long.toString(expires.getEpochSecond()))
                .append('\n');
        TreeMap<String, String> amz = new TreeMap<>();
        for (String name : new TreeSet<>(headers.names())) {
            if (name.startsWith("x-amz-")) {
                amz.put(
                        name,
                        String.join(
                                ",",
                                headers.all(name).stream().map(String::strip).toList()));
            }
        }
        if (expires != null) {
            QueryHeaders.of(request).forEach(amz::putIfAbsent);
        }
        if (expires != null && token != null) {
            amz.put("x-amz-security-token", token);
        }
        amz.forEach((name, value) -> out.append(name).append(':').append(value).append('\n'));
        return out.append(resource).append(parameters(request)).toString();
    }

    private static boolean isSigned(String parameter) {
        return ALSO_SIGNED.contains(parameter) || SubResources.NAMES.contains(parameter) && !parameter.equals(UNSIGNED);
    }

    private static String parameters(HttpRequest request) {
        TreeMap<String, String> signed = new TreeMap<>();
        String raw = request.rawQuery() == null ? "" : request.rawQuery();
        UriText.parameters(raw).forEach(each -> {
            if (isSigned(each.getKey())) {
                signed.put(each.getKey(), UriText.plain(each.getValue()));
            }
        });
        List<String> pairs = new ArrayList<>();
        signed.forEach((name, value) -> pairs.add(value.isEmpty() ? name : name + "=" + value));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    static String sign(String secret, String toSign) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is part of every JDK", e);
        }
    }

    /** The key id; no signature and no token. */
    @Override
    public String toString() {
        return SCHEME + accessKeyId;
    }
}
