package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the claim of a signature out of a request, strictly: nothing that looks like one is passed over. */
public final class SignatureParser {

    private static final long MOST_SECONDS = Duration.ofDays(7).toSeconds();

    private static final List<String> OF_FORM =
            List.of("policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature");

    private SignatureParser() {}

    /**
     * What a request says of its signer before that is judged: enough to find its sandbox and its service.
     *
     * @param accessKeyId the access key id; null where there is none
     * @param service the signing name of the service that it is for; null where it names none
     */
    public record Claimed(
            @Nullable String accessKeyId, @Nullable String service) {

        private static final Claimed NOTHING = new Claimed(null, null);
    }

    /** What a request says of its signer. */
    public static Claimed claimed(HttpRequest request) {
        String older = SignatureV2.key(request).orElse(null);
        String credential = credential(request).orElse(null);
        if (credential == null) {
            return older == null ? Claimed.NOTHING : new Claimed(older, "s3");
        }
        String[] parts = credential.split("/", -1);
        return new Claimed(parts[0], older == null ? service(parts) : "s3");
    }

    /** The service of a credential of either form. */
    private static @Nullable String service(String[] parts) {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (parts.length == algorithm.credentialParts() && parts[parts.length - 1].equals(Credential.TERMINATOR)) {
                return parts[parts.length - 2];
            }
        }
        return null;
    }

    private static Optional<String> credential(HttpRequest request) {
        Optional<String> header = request.headers()
                .first("Authorization")
                .filter(text -> algorithm(text).isPresent());
        if (header.isPresent()) {
            String text = header.get();
            int at = text.indexOf("Credential=");
            if (at < 0) {
                return Optional.empty();
            }
            int end = text.indexOf(',', at);
            return Optional.of(
                    text.substring(at + 11, end < 0 ? text.length() : end).trim());
        }
        for (Map.Entry<String, String> parameter : UriText.parameters(request.rawQuery())) {
            if (parameter.getKey().equals("X-Amz-Credential")) {
                return Optional.of(UriText.plain(parameter.getValue()));
            }
        }
        return Optional.empty();
    }

    /**
     * The claim of a request; empty where the request is not signed at all.
     *
     * @throws WireException if there is a signature that is not a whole SigV4 one
     */
    public static Optional<SigningClaim> parse(HttpRequest request, SignatureErrors errors) throws WireException {
        List<String> headers = request.headers().all("Authorization");
        Map<String, String> query = new HashMap<>();
        for (Map.Entry<String, String> parameter : UriText.parameters(request.rawQuery())) {
            String name = parameter.getKey();
            boolean ours = name.startsWith("X-Amz-")
                    && (name.equals("X-Amz-Algorithm")
                            || name.equals("X-Amz-Credential")
                            || name.equals("X-Amz-Date")
                            || name.equals("X-Amz-Expires")
                            || name.equals("X-Amz-SignedHeaders")
                            || name.equals("X-Amz-Signature")
                            || name.equals("X-Amz-Region-Set")
                            || name.equals("X-Amz-Security-Token"));
            boolean old = name.equals("AWSAccessKeyId") || name.equals("Signature");
            if ((ours || old) && query.put(name, UriText.plain(parameter.getValue())) != null) {
                throw errors.malformedQuery("The query parameter " + name + " must appear once only.");
            }
        }
        boolean inQuery = query.containsKey("X-Amz-Algorithm")
                || query.containsKey("X-Amz-Signature")
                || query.containsKey("X-Amz-Credential");
        if (headers.size() > 1 || !headers.isEmpty() && inQuery) {
            throw errors.twice();
        }
        if (!headers.isEmpty()
                && !(errors == SignatureErrors.S3 && headers.get(0).isBlank())) {
            return Optional.of(header(request, headers.get(0), errors));
        }
        if (inQuery) {
            return Optional.of(query(request, query, errors));
        }
        if (query.containsKey("AWSAccessKeyId") || query.containsKey("Signature")) {
            throw errors.incompleteOlder();
        }
        return Optional.empty();
    }

    private static SigningClaim header(HttpRequest request, String text, SignatureErrors errors) throws WireException {
        SignatureAlgorithm algorithm = algorithm(text).orElseThrow(() -> errors.unsupported(text));
        Map<String, String> fields = new HashMap<>();
        for (String part : text.substring(algorithm.text().length() + 1).split(",", -1)) {
            String trimmed = part.trim();
            int equals = trimmed.indexOf('=');
            String name = equals < 0 ? trimmed : trimmed.substring(0, equals);
            boolean known = name.equals("Credential") || name.equals("SignedHeaders") || name.equals("Signature");
            if (equals < 0 || !known || fields.put(name, trimmed.substring(equals + 1)) != null) {
                throw errors.component(trimmed, text);
            }
        }
        for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
            if (!fields.containsKey(name)) {
                throw errors.lacks(name, text);
            }
        }
        List<String> tokens = request.headers().all("X-Amz-Security-Token");
        if (tokens.size() > 1) {
            throw errors.badToken(String.join(",", tokens));
        }
        List<String> regions = request.headers().all("X-Amz-Region-Set");
        return claim(
                SigningClaim.Carrier.HEADER,
                algorithm,
                region(request, algorithm, regions.size() == 1 ? regions.get(0) : "", errors),
                required(fields, "Credential"),
                required(fields, "SignedHeaders"),
                required(fields, "Signature"),
                date(request, text, errors),
                Duration.ZERO,
                tokens.isEmpty() ? null : tokens.get(0),
                errors);
    }

    /** The time of signing: of {@code X-Amz-Date}, else of {@code Date}, which may be written as HTTP writes dates. */
    private static String date(HttpRequest request, String authorization, SignatureErrors errors) throws WireException {
        List<String> own = request.headers().all("X-Amz-Date");
        List<String> dates = own.isEmpty() ? request.headers().all("Date") : own;
        if (dates.size() != 1) {
            throw errors.undated("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                    + " header. Authorization=" + authorization);
        }
        String date = dates.get(0);
        return own.isEmpty()
                ? SigningTimes.parseAny(date).map(SigningTimes::format).orElse(date)
                : date;
    }

    /** The form of an {@code Authorization} header; empty where it is none that is known. */
    private static Optional<SignatureAlgorithm> algorithm(String authorization) {
        int space = authorization.indexOf(' ');
        return space < 0 ? Optional.empty() : SignatureAlgorithm.named(authorization.substring(0, space));
    }

    /**
     * The Region that a request of SigV4a goes to: that of its host, which must be one of those that it is signed for, else
     * the first of these. An empty text for SigV4, whose scope says it.
     */
    private static String region(
            HttpRequest request, SignatureAlgorithm algorithm, String regionSet, SignatureErrors errors)
            throws WireException {
        if (algorithm == SignatureAlgorithm.HMAC) {
            return "";
        }
        return RegionSet.parse(regionSet)
                .flatMap(set -> set.regionOf(request.host()))
                .orElseThrow(() -> errors.malformed(
                        "the request is not signed for this Region: X-Amz-Region-Set is '" + regionSet + "'."));
    }

    private static SigningClaim query(HttpRequest request, Map<String, String> query, SignatureErrors errors)
            throws WireException {
        for (String name : List.of(
                "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders")) {
            if (!query.containsKey(name)) {
                throw incomplete(errors);
            }
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(required(query, "X-Amz-Algorithm"))
                .orElseThrow(() -> errors.malformedQuery(
                        "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""));
        String expires = query.get("X-Amz-Expires");
        if (expires == null) {
            throw incomplete(errors);
        }
        long seconds = seconds(expires, errors);
        return claim(
                SigningClaim.Carrier.QUERY,
                algorithm,
                region(request, algorithm, query.getOrDefault("X-Amz-Region-Set", ""), errors),
                required(query, "X-Amz-Credential"),
                required(query, "X-Amz-SignedHeaders"),
                required(query, "X-Amz-Signature"),
                required(query, "X-Amz-Date"),
                Duration.ofSeconds(seconds),
                query.get("X-Amz-Security-Token"),
                errors);
    }

    /**
     * The claim of a browser's form; empty for one without a policy. Forms that are signed in S3's older way are
     * {@link SignatureV2#form}'s.
     *
     * @param fields the fields by name in small letters
     * @throws WireException for a policy without its signature, or one that is malformed
     */
    public static Optional<SigningClaim> form(Map<String, String> fields) throws WireException {
        if (!fields.containsKey("policy") && !fields.containsKey("x-amz-signature")) {
            return Optional.empty();
        }
        SignatureErrors errors = SignatureErrors.S3;
        if (OF_FORM.stream().skip(1).noneMatch(name -> fields.containsKey(name.toLowerCase(Locale.ROOT)))) {
            throw new WireException(WireError.of("AccessDenied", 403, "Access Denied"));
        }
        requireFields(fields, OF_FORM);
        if (!required(fields, "x-amz-algorithm").equals(SignatureAlgorithm.HMAC.text())) {
            throw errors.unsupported();
        }
        return Optional.of(claim(
                SigningClaim.Carrier.FORM,
                SignatureAlgorithm.HMAC,
                "",
                required(fields, "x-amz-credential"),
                "host",
                required(fields, "x-amz-signature"),
                required(fields, "x-amz-date"),
                Duration.ZERO,
                fields.get("x-amz-security-token"),
                errors));
    }

    /**
     * Refuses a form that lacks one of the fields.
     *
     * @param fields the fields by name in small letters
     * @throws WireException {@code InvalidArgument}
     */
    public static void requireFields(Map<String, String> fields, List<String> names) throws WireException {
        for (String name : names) {
            if (fields.getOrDefault(name.toLowerCase(Locale.ROOT), "").isEmpty()) {
                throw new WireException(WireError.invalidArgument(
                        "Bucket POST must contain a field named '" + name
                                + "'.  If it is specified, please check the order of the fields.",
                        name,
                        ""));
            }
        }
    }

    private static WireException incomplete(SignatureErrors errors) {
        return errors.malformedQuery("Query-string authentication version 4 requires the X-Amz-Algorithm,"
                + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    }

    private static long seconds(String expires, SignatureErrors errors) throws WireException {
        boolean digits = !expires.isEmpty() && expires.length() <= 18;
        boolean negative = expires.startsWith("-") && expires.length() > 1;
        for (int i = negative ? 1 : 0; i < expires.length(); i++) {
            digits &= expires.charAt(i) >= '0' && expires.charAt(i) <= '9';
        }
        if (!digits) {
            throw errors.malformedQuery("X-Amz-Expires should be a number");
        }
        long seconds = Long.parseLong(expires);
        if (seconds < 0) {
            throw errors.malformedQuery("X-Amz-Expires must be non-negative");
        }
        if (seconds > MOST_SECONDS) {
            throw errors.malformedQuery("X-Amz-Expires must be less than a week (in seconds); that is, the given"
                    + " X-Amz-Expires must be less than " + MOST_SECONDS + " seconds");
        }
        return seconds;
    }

    private static SigningClaim claim(
            SigningClaim.Carrier carrier,
            SignatureAlgorithm algorithm,
            String region,
            String credential,
            String signedHeaders,
            String signature,
            String amzDate,
            Duration expires,
            @Nullable String token,
            SignatureErrors errors)
            throws WireException {
        boolean inQuery = carrier != SigningClaim.Carrier.HEADER;
        Credential scope = Credential.parse(credential, algorithm, inQuery, errors);
        Instant signedAt = SigningTimes.parse(amzDate)
                .orElseThrow(() -> inQuery
                        ? errors.malformedQuery(
                                "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
                        : errors.undated("Date must be in ISO-8601 'basic format'. Got '" + amzDate
                                + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
        if (!amzDate.startsWith(scope.date())) {
            throw errors.otherDate(scope.date(), amzDate, inQuery);
        }
        List<String> names = new ArrayList<>(
                Arrays.asList(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1)));
        if (!names.contains("host")) {
            throw errors.unsigned(List.of("host"));
        }
        return new SigningClaim(
                carrier,
                algorithm,
                scope.accessKeyId(),
                scope.date(),
                algorithm == SignatureAlgorithm.HMAC ? scope.region() : region,
                scope.service(),
                names,
                signature,
                amzDate,
                signedAt,
                expires,
                token);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was checked before");
        }
        return value;
    }
}
