package dev.glasshouse.service.s3;

import dev.glasshouse.call.ServiceException;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What S3 tells browsers about pages of other sites: the answers to preflight requests, and the header fields of all others
 * that say where they come from. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html">Using cross-origin resource sharing</a>.
 */
final class CorsAnswers {

    private static final String VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    private CorsAnswers() {}

    /** The header fields of an answer that is no preflight's; none where no rule lets the page read it. */
    static Map<String, String> headers(HttpRequest http, String bucket, StateReader state) {
        String origin = http.method().equals("OPTIONS")
                ? null
                : http.headers().first("Origin").orElse(null);
        List<BucketAccess.CorsRule> rules =
                origin == null ? null : BucketAccess.of(state, bucket).cors();
        if (origin == null || rules == null) {
            return Map.of();
        }
        // a request that says for which method it asks is answered for that one
        String method = http.headers().first("Access-Control-Request-Method").orElse(http.method());
        BucketAccess.CorsRule rule = match(rules, origin, method, List.of());
        return rule == null ? Map.of() : fields(rule, origin);
    }

    /**
     * The answer to a preflight request.
     *
     * @throws ServiceException if no rule lets the request be made that it announces
     */
    static HttpResponse preflight(HttpRequest http, StateReader state) {
        String origin = http.headers()
                .first("Origin")
                .orElseThrow(() ->
                        S3Errors.of("BadRequest", 400, "Insufficient information. Origin request header needed."));
        String method = http.headers().first("Access-Control-Request-Method").orElse("null");
        if (!method.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw S3Errors.of("BadRequest", 400, "Invalid Access-Control-Request-Method: " + method);
        }
        String named = BucketHosts.bucket(http);
        String bucket =
                AccessPoints.named(state, named).map(AccessPointRow::bucket).orElse(named);
        if (state.get(Buckets.TABLE, Scope.SANDBOX, bucket).isEmpty()) {
            throw refused("Bucket not found", method, http);
        }
        List<BucketAccess.CorsRule> rules = BucketAccess.of(state, bucket).cors();
        if (rules == null) {
            throw refused("CORS is not enabled for this bucket.", method, http);
        }
        List<String> asked = new ArrayList<>();
        for (String name : http.headers()
                .first("Access-Control-Request-Headers")
                .orElse("")
                .split(",", -1)) {
            if (!name.isBlank()) {
                asked.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        BucketAccess.CorsRule rule = match(rules, origin, method, asked);
        if (rule == null) {
            // the text is AWS's, its spelling too
            throw refused(
                    "This CORS request is not allowed. This is usually because the evalution of Origin, request method"
                            + " / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted"
                            + " by the resource's CORS spec.",
                    method,
                    http);
        }
        HttpHeaders.Builder headers = HttpHeaders.builder();
        fields(rule, origin).forEach(headers::set);
        if (!asked.isEmpty()) {
            headers.set("Access-Control-Allow-Headers", String.join(", ", asked));
        }
        return new HttpResponse(200, headers.build(), ResponseBody.EMPTY);
    }

    private static ServiceException refused(String what, String method, HttpRequest http) {
        String path = BucketHosts.path(http);
        boolean object = path.indexOf('/', 1) > 0 && path.indexOf('/', 1) < path.length() - 1;
        return S3Errors.of("AccessForbidden", 403, "CORSResponse: " + what)
                .with("Method", method)
                .with("ResourceType", object ? "OBJECT" : "BUCKET");
    }

    private static BucketAccess.@Nullable CorsRule match(
            List<BucketAccess.CorsRule> rules, String origin, String method, List<String> headers) {
        for (BucketAccess.CorsRule rule : rules) {
            List<String> allowed = rule.allowedHeaders() == null ? List.of() : rule.allowedHeaders();
            boolean fits = rule.allowedMethods().contains(method)
                    && rule.allowedOrigins().stream().anyMatch(pattern -> matches(pattern, origin))
                    && headers.stream()
                            .allMatch(header -> allowed.stream()
                                    .anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), header)));
            if (fits) {
                return rule;
            }
        }
        return null;
    }

    /** Whether a text matches a pattern with at most one asterisk. */
    private static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String before = pattern.substring(0, star);
        String after = pattern.substring(star + 1);
        return text.length() >= before.length() + after.length() && text.startsWith(before) && text.endsWith(after);
    }

    private static Map<String, String> fields(BucketAccess.CorsRule rule, String origin) {
        Map<String, String> fields = new LinkedHashMap<>();
        boolean everyone = rule.allowedOrigins().contains("*");
        fields.put("Access-Control-Allow-Origin", everyone ? "*" : origin);
        fields.put("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()));
        if (rule.exposeHeaders() != null && !rule.exposeHeaders().isEmpty()) {
            fields.put("Access-Control-Expose-Headers", String.join(", ", rule.exposeHeaders()));
        }
        if (rule.maxAgeSeconds() != null) {
            fields.put("Access-Control-Max-Age", rule.maxAgeSeconds().toString());
        }
        if (!everyone) {
            fields.put("Access-Control-Allow-Credentials", "true");
        }
        fields.put("Vary", VARY);
        return fields;
    }
}
