package dev.glasshouse.server;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the HTTP server itself refuses, such as a broken request line, as S3 would, with the ids of a request. */
final class PlainErrors extends ErrorHandler {

    private final Function<WireError, HttpResponse> answers;

    /**
     * Answers of an HTTP server.
     *
     * @param answers S3's form of an error
     */
    PlainErrors(Function<WireError, HttpResponse> answers) {
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpResponse answer = answers.apply(error(request, response.getStatus()));
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        // where one request was not understood, none that follows can be
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!HttpMethod.HEAD.is(request.getMethod())) {
            try {
                answer.body().writeTo(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.size());
        }
        response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
        return true;
    }

    private static WireError error(Request request, int status) {
        return switch (status) {
            case HttpStatus.GONE_410 ->
                WireError.of("NoSuchSandbox", status, "The sandbox behind this port was deleted.");
            case HttpStatus.FORBIDDEN_403 ->
                WireError.of(
                        "NoSuchSandbox",
                        status,
                        "The proxy user names no sandbox, or the host is none of AWS's: nothing is passed on from here.");
            case HttpStatus.INTERNAL_SERVER_ERROR_500 ->
                WireError.of("InternalError", status, "We encountered an internal error. Please try again.");
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                WireError.of(
                                "RequestHeaderSectionTooLarge",
                                HttpStatus.BAD_REQUEST_400,
                                "Your request header section exceeds the maximum allowed size.")
                        .with("MaxSizeAllowed", Integer.toString(HttpServer.MOST_HEADER_BYTES));
            case HttpStatus.URI_TOO_LONG_414 ->
                WireError.of("RequestURITooLong", status, "An error occurred when parsing the HTTP request.");
            default -> unread(request);
        };
    }

    /** A version of HTTP, or a coding, that nobody speaks is the client's fault too. */
    private static WireError unread(Request request) {
        return badPath(request)
                ? WireError.of("InvalidURI", HttpStatus.BAD_REQUEST_400, "Couldn't parse the specified URI.")
                : WireError.of(
                        "BadRequest", HttpStatus.BAD_REQUEST_400, "An error occurred when parsing the HTTP request.");
    }

    /** Jetty says of a path only that it is bad, of all else what it is. */
    private static boolean badPath(Request request) {
        return request.getAttribute(ERROR_MESSAGE) instanceof String reason
                && (reason.contains("URI") || reason.equals(HttpStatus.getMessage(HttpStatus.BAD_REQUEST_400)));
    }
}
