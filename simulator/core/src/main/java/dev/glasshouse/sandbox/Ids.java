package dev.glasshouse.sandbox;

import dev.glasshouse.crypto.HmacKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * New ids in AWS's forms. They derive from the sandbox's seed, its branch and the order of commits, so that the same
 * calls on the same seed give the same ids and no two timelines share one. They are names, not secrets.
 */
public final class Ids {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String UPPER_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** Where ids of one branch come from. */
    public static final class Source {
        private static final int CODE = 32;

        private final HmacKey key;

        Source(Seed seed, String branch) {
            this.key = new HmacKey(seed.derive("ids/" + branch));
        }

        private byte[] derive(String kind, String name, long sequence, long nth, int length) {
            byte[] kinds = kind.getBytes(StandardCharsets.UTF_8);
            byte[] names = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer message = ByteBuffer.allocate(kinds.length + names.length + 2 + 20);
            message.put(kinds).put((byte) 0).put(names).put((byte) 0);
            int counter = message.putLong(sequence).putLong(nth).position();
            byte[] bytes = new byte[length];
            for (int block = 0; block * CODE < length; block++) {
                byte[] code = key.of(message.putInt(counter, block).array());
                System.arraycopy(code, 0, bytes, block * CODE, Math.min(CODE, length - block * CODE));
            }
            return bytes;
        }
    }

    private final Source source;
    private final long sequence;
    private final LongSupplier nth;

    Ids(Source source, long sequence, LongSupplier nth) {
        this.source = source;
        this.sequence = sequence;
        this.nth = nth;
    }

    /** Bytes for an id of a kind, such as {@code iam.user}, of the thing with a name. */
    public byte[] bytes(String kind, String name, int length) {
        return source.derive(kind, name, sequence, nth.getAsLong(), length);
    }

    /** A random (version 4) UUID. */
    public String uuid(String kind, String name) {
        byte[] bytes = bytes(kind, name, 16);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    /** An IAM unique id: a prefix such as {@code AIDA} and 17 capitals and digits. */
    public String unique(String prefix, String name) {
        return prefix + text(prefix, name, 17, BASE32);
    }

    /** Hexadecimal digits in small letters. */
    public String hex(String kind, String name, int digits) {
        return HexFormat.of().formatHex(bytes(kind, name, (digits + 1) / 2)).substring(0, digits);
    }

    /** Capitals and digits. */
    public String upperAlphanumeric(String kind, String name, int length) {
        return text(kind, name, length, UPPER_ALPHANUMERIC);
    }

    /** Small letters and digits. */
    public String lowerAlphanumeric(String kind, String name, int length) {
        return text(kind, name, length, LOWER_ALPHANUMERIC);
    }

    private String text(String kind, String name, int length, String alphabet) {
        byte[] bytes = bytes(kind, name, 2 * length);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int value = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
            text.append(alphabet.charAt(value % alphabet.length()));
        }
        return text.toString();
    }
}
