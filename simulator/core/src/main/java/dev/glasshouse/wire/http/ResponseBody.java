package dev.glasshouse.wire.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of an answer, read once. */
public interface ResponseBody {

    /** No bytes. */
    ResponseBody EMPTY = of(new byte[0]);

    /** The most bytes that are held while a body is written. */
    int BUFFER = 64 * 1024;

    /** The length in bytes, or -1 where it is not known before reading. */
    long length();

    /** The bytes. Whoever opens the stream closes it. */
    InputStream open() throws IOException;

    /** Writes all bytes and leaves the stream open. */
    default void writeTo(OutputStream out) throws IOException {
        long length = length();
        byte[] buffer = new byte[(int) (length < 0 ? BUFFER : Math.max(1, Math.min(length, BUFFER)))];
        try (InputStream in = open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    /** A body over an array, which is taken over. */
    static ResponseBody of(byte[] bytes) {
        return new ResponseBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
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
