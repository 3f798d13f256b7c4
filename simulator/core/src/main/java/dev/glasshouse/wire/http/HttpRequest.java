package dev.glasshouse.wire.http;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was sent.
 *
 * @param method the method in capitals
 * @param rawPath the path with its percent signs and double slashes untouched; at least {@code /}
 * @param rawQuery the text after the question mark, untouched, or null where there is no question mark
 * @param headers the header fields
 * @param body the body, read once; empty rather than null
 * @param connection facts of the connection
 */
public record HttpRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HttpHeaders headers,
        InputStream body,
        Connection connection) {

    /** The {@code Host} header, or an empty text. */
    public String host() {
        return headers.first("Host").orElse("");
    }

    /** The same request with another body, such as one that is decoded or checked while it is read. */
    public HttpRequest withBody(InputStream other) {
        return new HttpRequest(method, rawPath, rawQuery, headers, other, connection);
    }

    public HttpRequest withHeaders(HttpHeaders other) {
        return new HttpRequest(method, rawPath, rawQuery, other, body, connection);
    }

    /** Method and path; no query, which may hold a signature. */
    @Override
    public String toString() {
        return method + " " + rawPath;
    }
}
