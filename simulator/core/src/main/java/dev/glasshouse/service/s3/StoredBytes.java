package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.content.Segments;
import dev.glasshouse.sandbox.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as it lies at rest, for whoever runs the sandbox to look at: sealed bytes, and keys that are wrapped.
 *
 * @param algorithm {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse}, {@code SSE-C} or {@code none}
 * @param keyArn the KMS key, or null
 * @param context the encryption context that KMS was given
 * @param wrappedKey the wrapped data key, or the wrapped bucket key where there is one, in base 64
 * @param secondKey a second wrapped key, in base 64, or null
 * @param plainSize the bytes of the object
 * @param storedSize the bytes at rest
 * @param pieces of how many sealed pieces the body is
 * @param bytes the first stored bytes
 */
public record StoredBytes(
        String algorithm,
        @Nullable String keyArn,
        Map<String, String> context,
        String wrappedKey,
        @Nullable String secondKey,
        long plainSize,
        long storedSize,
        int pieces,
        Bytes bytes) {

    /** The most bytes that are shown at once. */
    public static final int MOST = 1 << 20;

    /**
     * Looks at an object.
     *
     * @param versionId a version's id, or null for the latest
     * @param most how many of its stored bytes are wanted, at most {@link #MOST}
     */
    public static Optional<StoredBytes> of(
            StateReader state, String bucket, String key, @Nullable String versionId, int most) {
        return Versions.asked(state, bucket, key, versionId)
                .filter(found -> !found.row().isMarker())
                .map(found -> of(found.row().requireObject().content(), Math.max(0, Math.min(most, MOST))));
    }

    private static StoredBytes of(Content content, int most) {
        Base64.Encoder base64 = Base64.getEncoder();
        long stored = 0;
        ByteBuffer shown = ByteBuffer.allocate(most);
        for (Content.Piece piece : content.pieces()) {
            stored += piece.inline() != null
                    ? piece.inline().size()
                    : piece.blob() != null ? piece.blob().size() : 0;
            read(piece, shown);
        }
        return new StoredBytes(
                content.algorithm(),
                content.keyArn(),
                content.context(),
                base64.encodeToString(content.wrapped().toArray()),
                content.second() == null
                        ? null
                        : base64.encodeToString(content.second().toArray()),
                content.size(),
                stored,
                content.pieces().size(),
                Bytes.wrap(Arrays.copyOf(shown.array(), shown.position())));
    }

    private static void read(Content.Piece piece, ByteBuffer into) {
        long position = 0;
        try (Segments.Source source = Bodies.source(piece)) {
            while (into.hasRemaining()) {
                int read = source.read(position, into);
                if (read <= 0) {
                    return;
                }
                position += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
