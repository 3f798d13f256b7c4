package dev.glasshouse.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Sends ready requests over one connection and throws away what comes back: as little work as a client can have. */
final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] body = new byte[64 * 1024];
    private final byte[] buffer = new byte[64 * 1024];

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
    }

    /** The head of a request. */
    static byte[] head(String method, String path, Map<String, String> headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (!headers.containsKey("Host") && !headers.containsKey("host")) {
            text.append("Host: 127.0.0.1\r\n");
        }
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends a head and so many bytes, and reads the answer to its end; it must be 200. Answers the bytes of its body. */
    long send(byte[] head, long size) throws IOException {
        if (size <= body.length) {
            byte[] whole = new byte[head.length + (int) size];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(body, 0, whole, head.length, (int) size);
            out.write(whole);
        } else {
            out.write(head);
            for (long left = size; left > 0; left -= body.length) {
                out.write(body, 0, (int) Math.min(left, body.length));
            }
        }
        int to = 0;
        while (true) {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            to += read;
            int end = end(to);
            if (end >= 0) {
                String text = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
                if (!text.startsWith("HTTP/1.1 200")) {
                    throw new IOException(new String(buffer, 0, to, StandardCharsets.UTF_8));
                }
                long length = length(text.toLowerCase(Locale.ROOT));
                skip(length - (to - end));
                return length;
            }
        }
    }

    private int end(int to) {
        for (int i = 3; i < to; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static long length(String head) {
        int at = head.indexOf("content-length: ");
        return at < 0
                ? 0
                : Long.parseLong(
                        head.substring(at + 16, head.indexOf("\r\n", at)).trim());
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            left -= read;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
