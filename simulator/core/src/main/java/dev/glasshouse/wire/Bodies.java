package dev.glasshouse.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads request bodies within a bound, and text as strict UTF-8. */
public final class Bodies {

    private static final int FIRST_BUFFER = 1024;

    private Bodies() {}

    /** All bytes of a body, at most {@code limit}. */
    static byte[] read(InputStream body, int limit) throws MalformedException, WireException {
        try {
            byte[] bytes = upTo(body, limit);
            if (bytes.length == limit && body.read() >= 0) {
                throw MalformedException.tooLarge(limit);
            }
            return bytes;
        } catch (RejectedBodyException e) {
            throw new WireException(e.error());
        } catch (IOException e) {
            throw MalformedException.incomplete(null);
        }
    }

    /**
     * The bytes of a stream, at most {@code most}. Most bodies are small, so the first buffer is too; a later one is never
     * larger than twice what has come.
     */
    public static byte[] upTo(InputStream in, int most) throws IOException {
        int first = most == 0 ? -1 : in.read();
        if (first < 0) {
            return new byte[0];
        }
        byte[] bytes = new byte[Math.min(most, FIRST_BUFFER)];
        bytes[0] = (byte) first;
        int count = 1;
        while (true) {
            int read = in.readNBytes(bytes, count, bytes.length - count);
            count += read;
            if (count < bytes.length || count == most) {
                return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * count));
        }
    }

    /** Bytes as text; overlong forms, surrogates and truncated sequences are malformed. A leading mark is dropped. */
    static String utf8(byte[] bytes) throws MalformedException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw MalformedException.syntax(null);
        }
    }

    /** Whether every surrogate of a text has its partner. */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
