package dev.glasshouse.wire;

import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A browser's {@code multipart/form-data}: the fields before the file, and the file as a stream that ends at its boundary.
 * What follows the file is passed over.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class MultipartForm {

    /** The most bytes of all fields before the file: S3's limit. */
    public static final int MOST_FIELD_BYTES = 20 * 1024;

    private static final String FILE = "file";
    private static final int LONGEST_BOUNDARY = 70;

    private final Map<String, String> fields;
    private final InputStream file;
    private final @Nullable String fileName;

    private MultipartForm(Map<String, String> fields, InputStream file, @Nullable String fileName) {
        this.fields = fields;
        this.file = file;
        this.fileName = fileName;
    }

    /** The fields before the file, in small letters, in their order; of one that comes twice the last. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The file. */
    public InputStream file() {
        return file;
    }

    /** The file's name on the sender's machine, without folders, or null. */
    public @Nullable String fileName() {
        return fileName;
    }

    /** Whether a request is such a form. */
    public static boolean is(HttpRequest request) {
        return request.method().equals("POST")
                && request.headers()
                        .first("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("multipart/form-data");
    }

    /**
     * Reads up to the file.
     *
     * @throws WireException with S3's error for a form that is malformed, too large or without a file
     */
    public static MultipartForm read(HttpRequest request) throws WireException, IOException {
        byte[] delimiter = delimiter(request.headers().first("Content-Type").orElse(""));
        // a part begins after a line break; the first has none before it
        Parts parts = new Parts(request.body(), delimiter);
        parts.preamble();
        Map<String, String> fields = new LinkedHashMap<>();
        int left = MOST_FIELD_BYTES;
        while (parts.next()) {
            Map<String, String> headers = parts.headers(left);
            String disposition = headers.getOrDefault("content-disposition", "");
            String name = parameter(disposition, "name");
            if (name == null) {
                throw malformed();
            }
            if (name.equalsIgnoreCase(FILE)) {
                String fileName = parameter(disposition, "filename");
                return new MultipartForm(fields, parts.part(), fileName == null ? null : base(fileName));
            }
            byte[] value = parts.part().readNBytes(left + 1);
            left -= value.length + name.length();
            if (left < 0) {
                throw new WireException(WireError.of(
                        "MaxPostPreDataLengthExceeded",
                        400,
                        "Your POST request fields preceding the upload file were too large."));
            }
            fields.put(name.toLowerCase(Locale.ROOT), new String(value, StandardCharsets.UTF_8));
        }
        throw new WireException(
                WireError.invalidArgument("POST requires exactly one file upload per request.", FILE, "0"));
    }

    private static byte[] delimiter(String contentType) throws WireException {
        String boundary = parameter(contentType, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed();
        }
        return ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static WireException malformed() {
        return new WireException(WireError.of(
                "MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data."));
    }

    /** A parameter of a header, with or without quotation marks. */
    private static @Nullable String parameter(String header, String name) {
        for (int at = header.indexOf(';'); at >= 0; at = header.indexOf(';', at + 1)) {
            String rest = header.substring(at + 1).stripLeading();
            if (rest.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
                String value = rest.substring(name.length() + 1);
                if (value.startsWith("\"")) {
                    int end = value.indexOf('"', 1);
                    return end < 0 ? null : value.substring(1, end);
                }
                int end = value.indexOf(';');
                return (end < 0 ? value : value.substring(0, end)).strip();
            }
        }
        return null;
    }

    private static String base(String fileName) {
        int slash = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
        return fileName.substring(slash + 1);
    }

    /** The parts of a body, one after the other. */
    private static final class Parts {

        private final InputStream in;
        private final byte[] delimiter;
        private final byte[] buffer = new byte[16 * 1024];
        private int from;
        private int to;

        Parts(InputStream in, byte[] delimiter) {
            this.in = in;
            this.delimiter = delimiter;
        }

        void preamble() throws WireException, IOException {
            // as if a line break stood before the body
            buffer[0] = '\r';
            buffer[1] = '\n';
            to = 2;
            if (part().readNBytes(MOST_FIELD_BYTES).length == MOST_FIELD_BYTES) {
                throw malformed();
            }
        }

        /** Stands after a delimiter: whether another part follows. */
        boolean next() throws WireException, IOException {
            int first = read();
            int second = read();
            if (first == '-' && second == '-') {
                return false;
            }
            if (first != '\r' || second != '\n') {
                throw malformed();
            }
            return true;
        }

        private int read() throws IOException {
            if (from == to && !fill()) {
                return -1;
            }
            return buffer[from++] & 0xff;
        }

        private boolean fill() throws IOException {
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            }
            int read = to == buffer.length ? 0 : in.read(buffer, to, buffer.length - to);
            to += Math.max(0, read);
            return read > 0;
        }

        Map<String, String> headers(int most) throws WireException, IOException {
            Map<String, String> headers = new LinkedHashMap<>();
            int left = most;
            while (true) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                int c = read();
                for (; c != '\n'; c = read()) {
                    if (c < 0 || --left < 0) {
                        throw malformed();
                    }
                    line.write(c);
                }
                String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
                if (text.isEmpty()) {
                    return headers;
                }
                int colon = text.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            text.substring(colon + 1).strip());
                }
            }
        }

        /** The bytes up to the next delimiter, which is consumed. */
        InputStream part() {
            return new InputStream() {
                private boolean ended;

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    if (ended) {
                        return -1;
                    }
                    if (length == 0) {
                        return 0;
                    }
                    while (true) {
                        int at = find();
                        if (at == from) {
                            from += delimiter.length;
                            ended = true;
                            return -1;
                        }
                        // what may be the beginning of a delimiter waits for more
                        int safe = at >= 0 ? at : Math.max(from, to - delimiter.length + 1);
                        if (safe > from) {
                            int count = Math.min(length, safe - from);
                            System.arraycopy(buffer, from, target, offset, count);
                            from += count;
                            return count;
                        }
                        if (!fill()) {
                            throw new RejectedBodyException(WireError.of(
                                    "MalformedPOSTRequest",
                                    400,
                                    "The body of your POST request is not well-formed multipart/form-data."));
                        }
                    }
                }
            };
        }

        private int find() {
            for (int at = from; at + delimiter.length <= to; at++) {
                if (buffer[at] == delimiter[0]
                        && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                    return at;
                }
            }
            return -1;
        }
    }
}
