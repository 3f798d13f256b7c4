package dev.glasshouse.wire.http;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers the header fields; {@code Content-Length} is set by the server from the body's length
 * @param body the body
 */
public record HttpResponse(int status, HttpHeaders headers, ResponseBody body) {

    public HttpResponse withHeader(String name, String value) {
        return new HttpResponse(status, headers.toBuilder().set(name, value).build(), body);
    }
}
