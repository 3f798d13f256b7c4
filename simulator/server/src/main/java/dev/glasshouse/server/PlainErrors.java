package dev.glasshouse.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the HTTP server itself refuses, such as a broken request line, in the form that clients of AWS can read. */
final class PlainErrors extends ErrorHandler {

    private static final Map<Integer, String> CODES = Map.of(
            HttpStatus.FORBIDDEN_403, "NoSuchSandbox",
            HttpStatus.GONE_410, "NoSuchSandbox",
            HttpStatus.URI_TOO_LONG_414, "RequestURITooLong",
            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "RequestHeaderSectionTooLarge");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String code = CODES.getOrDefault(status, "BadRequest");
        String message = "An error occurred when parsing the HTTP request.";
        if (status == HttpStatus.GONE_410) {
            message = "The sandbox behind this port was deleted.";
        } else if (status == HttpStatus.FORBIDDEN_403) {
            message = "The proxy user names no sandbox, or the host is none of AWS's: nothing is passed on from here.";
        } else if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500 && status != HttpStatus.INTERNAL_SERVER_ERROR_500) {
            // a version of HTTP, or a coding, that nobody speaks is the client's fault
            response.setStatus(HttpStatus.BAD_REQUEST_400);
        } else if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            code = "InternalError";
            message = "We encountered an internal error. Please try again.";
        } else if (badPath(request)) {
            code = "InvalidURI";
            message = "Couldn't parse the specified URI.";
        }
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** Jetty says of a path only that it is bad, of all else what it is. */
    private static boolean badPath(Request request) {
        return request.getAttribute(ERROR_MESSAGE) instanceof String reason
                && (reason.contains("URI") || reason.equals(HttpStatus.getMessage(HttpStatus.BAD_REQUEST_400)));
    }
}
