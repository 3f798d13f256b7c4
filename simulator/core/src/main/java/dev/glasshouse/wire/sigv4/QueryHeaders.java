package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers that a presigned URL of S3 carries among its parameters. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">Authenticating requests: using query
 * parameters</a>.
 */
public final class QueryHeaders {

    private static final String PREFIX = "x-amz-";

    /** What belongs to the signature itself. */
    private static final Set<String> OF_SIGNATURE = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-signedheaders",
            "x-amz-signature",
            "x-amz-security-token",
            "x-amz-content-sha256");

    private QueryHeaders() {}

    /** The parameters that stand for headers, by their names in small letters; the first of a name counts. */
    static Map<String, String> of(HttpRequest request) {
        Map<String, String> found = new LinkedHashMap<>();
        UriText.parameters(request.rawQuery() == null ? "" : request.rawQuery()).forEach(each -> {
            String name = each.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && !OF_SIGNATURE.contains(name)) {
                found.putIfAbsent(name, UriText.plain(each.getValue()));
            }
        });
        return found;
    }

    /**
     * A presigned request with these as headers, where it does not have them as such.
     *
     * @throws WireException {@code InvalidArgument} for a value that no header can have
     */
    public static HttpRequest spread(HttpRequest request) throws WireException {
        Map<String, String> found = of(request);
        found.keySet().removeIf(request.headers()::contains);
        if (found.isEmpty()) {
            return request;
        }
        for (Map.Entry<String, String> header : found.entrySet()) {
            if (header.getValue().chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new WireException(WireError.invalidArgument(
                        "Header value cannot be represented using ISO-8859-1.", header.getKey(), header.getValue()));
            }
        }
        HttpHeaders.Builder headers = request.headers().toBuilder();
        found.forEach(headers::add);
        return request.withHeaders(headers.build());
    }
}
