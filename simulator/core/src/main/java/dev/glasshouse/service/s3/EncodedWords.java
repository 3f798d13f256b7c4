package dev.glasshouse.service.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form in which metadata outside ASCII travels in headers: S3 reads encoded words before it stores a value, and writes
 * one where a value needs it. See <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a> and
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Working with object metadata</a>.
 */
final class EncodedWords {

    private static final String START = "=?";
    private static final String END = "?=";
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "us-ascii", StandardCharsets.US_ASCII);

    private EncodedWords() {}

    /** A text with its encoded words read; what is none, or in a charset that is not known, stays as it is. */
    static String decode(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        boolean after = false;
        while (true) {
            int start = text.indexOf(START, at);
            if (start < 0) {
                return out.append(text, at, text.length()).toString();
            }
            int encoding = text.indexOf('?', start + 2);
            int content = encoding < 0 ? -1 : text.indexOf('?', encoding + 1);
            int end = content < 0 ? -1 : text.indexOf(END, content + 1);
            String word = end < 0
                    ? null
                    : word(
                            text.substring(start + 2, encoding),
                            text.substring(encoding + 1, content),
                            text.substring(content + 1, end));
            String between = text.substring(at, start);
            if (word == null) {
                out.append(between).append(START);
                at = start + START.length();
                after = false;
                continue;
            }
            // space between two words belongs to neither
            out.append(after && between.isBlank() ? "" : between).append(word);
            at = end + END.length();
            after = true;
        }
    }

    private static @Nullable String word(String charset, String encoding, String content) {
        Charset known = CHARSETS.get(charset.toLowerCase(Locale.ROOT));
        if (known == null) {
            return null;
        }
        try {
            byte[] bytes = switch (encoding) {
                case "B", "b" -> Base64.getDecoder().decode(content);
                case "Q", "q" -> quoted(content);
                default -> throw new IllegalArgumentException("neither B nor Q");
            };
            return known.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] quoted(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '=') {
                if (i + 2 >= content.length()) {
                    throw new IllegalArgumentException("an equal sign without two digits");
                }
                bytes.write(HexFormat.fromHexDigits(content, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    /** Metadata as answers have it. */
    static Map<String, String> encode(Map<String, String> metadata) {
        if (metadata.isEmpty() || metadata.values().stream().allMatch(EncodedWords::isPlain)) {
            return metadata;
        }
        Map<String, String> shown = new TreeMap<>();
        metadata.forEach((name, value) -> shown.put(name, isPlain(value) ? value : word(value)));
        return shown;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\t');
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + END;
    }
}
