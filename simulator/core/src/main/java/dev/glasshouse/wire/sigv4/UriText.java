package dev.glasshouse.wire.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Percent signs as SigV4 wants them: every byte but the unreserved ones is escaped, in capitals. */
public final class UriText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriText() {}

    /** Escapes text; slashes are kept where asked. */
    static String encode(byte[] bytes, boolean keepSlash) {
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte value : bytes) {
            int c = value & 0xff;
            if (c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~'
                    || keepSlash && c == '/') {
                out.append((char) c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out.toString();
    }

    /** Escapes the UTF-8 bytes of a text; slashes are kept where asked. */
    public static String encode(String text, boolean keepSlash) {
        return encode(text.getBytes(StandardCharsets.UTF_8), keepSlash);
    }

    /** The bytes that a text with percent signs stands for; a percent sign without two digits stands for itself. */
    static byte[] decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i];
            if (c == '%' && i + 2 < bytes.length && digit(bytes[i + 1]) >= 0 && digit(bytes[i + 2]) >= 0) {
                out.write(digit(bytes[i + 1]) << 4 | digit(bytes[i + 2]));
                i += 2;
            } else {
                out.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    private static int digit(int c) {
        return Character.digit(c, 16);
    }

    /** The parameters of a query in order, decoded; a name without an equals sign has an empty value. */
    static List<Map.Entry<String, String>> parameters(@Nullable String rawQuery) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return parameters;
        }
        for (int start = 0; start <= rawQuery.length(); ) {
            int end = rawQuery.indexOf('&', start);
            end = end < 0 ? rawQuery.length() : end;
            if (end > start) {
                String pair = rawQuery.substring(start, end);
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.add(Map.entry(text(name), text(value)));
            }
            start = end + 1;
        }
        return parameters;
    }

    private static String text(String encoded) {
        // bytes that are no UTF-8 keep their place through this charset, so that different bytes stay different
        return new String(decode(encoded, true), StandardCharsets.ISO_8859_1);
    }

    /** Escapes a text that {@link #parameters} gave. */
    static String encodeParameter(String text) {
        return encode(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /** The plain text of a parameter: its bytes as UTF-8. */
    static String plain(String parameter) {
        return new String(parameter.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
