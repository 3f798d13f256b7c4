package dev.glasshouse.crypto.content;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The checksum algorithms of S3, by the names of its API, and what an upload in parts can make of each. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking object
 * integrity for data uploads</a>.
 */
public enum ChecksumAlgorithm {
    CRC32(4, 0xEDB88320L, true),
    CRC32C(4, 0x82F63B78L, true),
    CRC64NVME(8, 0x9A6C9329AC4BC9B5L, false),
    SHA1(20, 0, true),
    SHA256(32, 0, true),
    SHA512(64, 0, true),
    MD5(16, 0, true),
    XXHASH64(8, 0, true),
    XXHASH3(8, 0, true),
    XXHASH128(16, 0, true);

    private static final Map<String, ChecksumAlgorithm> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final int bytes;
    private final long polynomial;
    private final boolean composes;

    ChecksumAlgorithm(int bytes, long polynomial, boolean composes) {
        this.bytes = bytes;
        this.polynomial = polynomial;
        this.composes = composes;
    }

    /** The algorithm of a name, such as {@code CRC32}. */
    public static Optional<ChecksumAlgorithm> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The bytes of a value. */
    public int bytes() {
        return bytes;
    }

    /** Whether the checksum of a whole follows from those of its parts ({@code FULL_OBJECT}). */
    public boolean combines() {
        return polynomial != 0;
    }

    /** Whether the checksums of parts make one in a row ({@code COMPOSITE}). */
    public boolean composes() {
        return composes;
    }

    /** The reflected polynomial of one that {@link #combines}, else 0. */
    long polynomial() {
        return polynomial;
    }
}
