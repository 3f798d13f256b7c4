package dev.glasshouse.wire.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of an answer, written once. */
public interface ResponseBody {

    /** No bytes. */
    ResponseBody EMPTY = of(new byte[0]);

    /** The length in bytes, or -1 where it is not known before writing. */
    long length();

    /** Writes all bytes and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;

    /** A body over an array, which is taken over. */
    static ResponseBody of(byte[] bytes) {
        return new ResponseBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    /** The UTF-8 bytes of a text. */
    static ResponseBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
