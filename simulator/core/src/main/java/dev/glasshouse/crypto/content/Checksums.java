package dev.glasshouse.crypto.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that S3 keeps of bodies. */
public final class Checksums {

    /** The algorithms that S3's errors name: those of before 2026. */
    public static final List<String> ALGORITHMS = List.of("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256");

    private Checksums() {}

    /** Whether an algorithm can be reckoned here. */
    public static boolean known(String algorithm) {
        return ChecksumAlgorithm.named(algorithm).isPresent();
    }

    /** A checksum in progress. */
    public interface Running {
        void update(byte[] bytes, int offset, int length);

        /** The value, in base 64. */
        String value();
    }

    /**
     * Begins a checksum.
     *
     * @param algorithm one that is {@link #known}
     * @throws IllegalArgumentException for any other
     */
    public static Running begin(String algorithm) {
        ChecksumAlgorithm named = named(algorithm);
        return switch (named) {
            case CRC32 -> of(new CRC32(), named.bytes());
            case CRC32C -> of(new CRC32C(), named.bytes());
            case CRC64NVME -> of(new Crc64Nvme(), named.bytes());
            case SHA1 -> of("SHA-1");
            case SHA256 -> of("SHA-256");
            case SHA512 -> of("SHA-512");
            case MD5 -> of("MD5");
            case XXHASH64, XXHASH3, XXHASH128 -> XxHashes.begin(named);
        };
    }

    private static ChecksumAlgorithm named(String algorithm) {
        return ChecksumAlgorithm.named(algorithm)
                .orElseThrow(() -> new IllegalArgumentException("no checksum is named " + algorithm));
    }

    /** The bytes of an algorithm's value. */
    public static int length(String algorithm) {
        return named(algorithm).bytes();
    }

    /** Whether a text can be an algorithm's value: base 64 of its length. */
    public static boolean isValue(String algorithm, String text) {
        try {
            return Base64.getDecoder().decode(text).length == length(algorithm);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the checksum of a whole follows from those of its parts. */
    public static boolean combines(String algorithm) {
        return named(algorithm).combines();
    }

    /**
     * The checksum of two bodies in a row.
     *
     * @param algorithm one that {@link #combines}
     * @param first the value of the first, in base 64
     * @param second the value of the second
     * @param secondBytes the length of the second
     */
    public static String combine(String algorithm, String first, String second, long secondBytes) {
        ChecksumAlgorithm named = named(algorithm);
        if (!named.combines()) {
            throw new IllegalArgumentException(algorithm + " does not combine");
        }
        int bytes = named.bytes();
        long combined = Zeros.append(number(first), secondBytes, named.polynomial(), 8 * bytes) ^ number(second);
        byte[] eight = ByteBuffer.allocate(8).putLong(combined).array();
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(eight, 8 - bytes, 8));
    }

    private static long number(String value) {
        long number = 0;
        for (byte each : Base64.getDecoder().decode(value)) {
            number = number << 8 | each & 0xff;
        }
        return number;
    }

    /** What zero bytes do to a reflected CRC: a linear map over bits, raised to a power by squaring. */
    private static final class Zeros {

        static long append(long crc, long bytes, long polynomial, int width) {
            long[] map = new long[width];
            map[0] = polynomial;
            for (int bit = 1; bit < width; bit++) {
                map[bit] = 1L << bit - 1;
            }
            long value = crc;
            // the map is one zero bit; three squarings make it a byte
            map = square(square(square(map)));
            for (long left = bytes; left != 0; left >>>= 1) {
                if ((left & 1) == 1) {
                    value = times(map, value);
                }
                map = square(map);
            }
            return value;
        }

        private static long times(long[] map, long vector) {
            long sum = 0;
            for (int bit = 0; bit < map.length; bit++) {
                if ((vector >>> bit & 1) == 1) {
                    sum ^= map[bit];
                }
            }
            return sum;
        }

        private static long[] square(long[] map) {
            long[] squared = new long[map.length];
            for (int bit = 0; bit < map.length; bit++) {
                squared[bit] = times(map, map[bit]);
            }
            return squared;
        }
    }

    private static Running of(Checksum checksum, int bytes) {
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                checksum.update(data, offset, length);
            }

            @Override
            public String value() {
                byte[] eight =
                        ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
                return Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(eight, 8 - bytes, 8));
            }
        };
    }

    private static Running of(String digest) {
        MessageDigest running = digest(digest);
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                running.update(data, offset, length);
            }

            @Override
            public String value() {
                return Base64.getEncoder().encodeToString(running.digest());
            }
        };
    }

    /** A digest that every JDK has. */
    public static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK", e);
        }
    }

    /** CRC-64/NVME: polynomial 0xAD93D23594C93659, reflected, all ones before and after. */
    private static final class Crc64Nvme implements Checksum {
        static final long POLYNOMIAL = ChecksumAlgorithm.CRC64NVME.polynomial();
        private static final VarHandle EIGHT =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        /** Table k has what a byte does that k more bytes follow, so that eight bytes are taken at once. */
        private static final long[][] TABLES = tables();

        private long crc = -1;

        private static long[][] tables() {
            long[][] tables = new long[8][256];
            for (int i = 0; i < 256; i++) {
                long value = i;
                for (int bit = 0; bit < 8; bit++) {
                    value = (value & 1) == 1 ? value >>> 1 ^ POLYNOMIAL : value >>> 1;
                }
                tables[0][i] = value;
            }
            for (int k = 1; k < 8; k++) {
                for (int i = 0; i < 256; i++) {
                    long before = tables[k - 1][i];
                    tables[k][i] = tables[0][(int) before & 0xff] ^ before >>> 8;
                }
            }
            return tables;
        }

        @Override
        public void update(int value) {
            crc = TABLES[0][(int) (crc ^ value) & 0xff] ^ crc >>> 8;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            long value = crc;
            int at = offset;
            for (int end = offset + length - 7; at < end; at += 8) {
                long next = value ^ (long) EIGHT.get(bytes, at);
                value = TABLES[7][(int) next & 0xff]
                        ^ TABLES[6][(int) (next >>> 8) & 0xff]
                        ^ TABLES[5][(int) (next >>> 16) & 0xff]
                        ^ TABLES[4][(int) (next >>> 24) & 0xff]
                        ^ TABLES[3][(int) (next >>> 32) & 0xff]
                        ^ TABLES[2][(int) (next >>> 40) & 0xff]
                        ^ TABLES[1][(int) (next >>> 48) & 0xff]
                        ^ TABLES[0][(int) (next >>> 56)];
            }
            crc = value;
            for (; at < offset + length; at++) {
                update(bytes[at]);
            }
        }

        @Override
        public long getValue() {
            return ~crc;
        }

        @Override
        public void reset() {
            crc = -1;
        }
    }
}
