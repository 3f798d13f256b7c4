package dev.glasshouse.wire;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.ResponseBody;
import dev.glasshouse.wire.http.TrailedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Streamed payloads: a request's unread body as a value, and a value as an answer's body. */
final class RequestStream implements StreamingBody {

    private final InputStream body;
    private final long length;
    private final AtomicBoolean opened = new AtomicBoolean();

    private RequestStream(InputStream body, long length) {
        this.body = body;
        this.length = length;
    }

    /** The body of a request; its length is that of the decoded content where the body was chunked. */
    static StreamingBody of(HttpRequest request) {
        String text = request.headers()
                .first("x-amz-decoded-content-length")
                .or(() -> request.headers().first("Content-Length"))
                .orElse("");
        Long length = ScalarText.whole(text);
        return new RequestStream(request.body(), length == null || length < 0 ? -1 : length);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        if (!opened.compareAndSet(false, true)) {
            throw new IllegalStateException("a request body is read once");
        }
        return body;
    }

    @Override
    public Map<String, String> trailers() {
        return body instanceof TrailedStream trailed ? trailed.trailers() : Map.of();
    }

    /** An answer's body that reads a stream as it is sent. */
    static ResponseBody response(StreamingBody stream) {
        return new ResponseBody() {
            @Override
            public long length() {
                return stream.length();
            }

            @Override
            public InputStream open() throws IOException {
                return stream.open();
            }
        };
    }
}
