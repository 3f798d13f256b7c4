package dev.glasshouse.crypto.content;

import com.dynatrace.hash4j.hashing.HashSink;
import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.function.Supplier;

/** The xxHash family with seed 0; values in their canonical form, the most significant byte first. */
final class XxHashes {

    private XxHashes() {}

    static Checksums.Running begin(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case XXHASH64 -> of(Hashing.xxh64().hashStream());
            case XXHASH3 -> of(Hashing.xxh3_64().hashStream());
            case XXHASH128 -> {
                HashStream128 stream = Hashing.xxh3_128().hashStream();
                yield of(stream, () -> bytes(stream.get()));
            }
            default -> throw new IllegalArgumentException(algorithm + " is no xxHash");
        };
    }

    private static Checksums.Running of(HashStream64 stream) {
        return of(
                stream, () -> ByteBuffer.allocate(8).putLong(stream.getAsLong()).array());
    }

    private static byte[] bytes(HashValue128 value) {
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    private static Checksums.Running of(HashSink stream, Supplier<byte[]> value) {
        return new Checksums.Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                stream.putBytes(bytes, offset, length);
            }

            @Override
            public String value() {
                return Base64.getEncoder().encodeToString(value.get());
            }
        };
    }
}
