package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.Call;
import dev.glasshouse.crypto.content.Segments;
import dev.glasshouse.sandbox.Blob;
import dev.glasshouse.sandbox.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of bodies: sealed on their way in, opened on their way out. The keys are those of {@link Vault}. */
final class Bodies {

    private static final int MOST_INLINE = 8 * 1024;

    private Bodies() {}

    /**
     * Seals a stream; small bodies stay in the row.
     *
     * @param salt 16 random bytes
     */
    static Content.Piece seal(Call call, Vault.Keys keys, byte[] salt, InputStream in, BodyChecks checks)
            throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        BlobStore.Staged staged = null;
        try {
            long size = 0;
            byte[] head = in.readNBytes(MOST_INLINE + 1);
            OutputStream target = small;
            if (head.length > MOST_INLINE) {
                staged = call.blobs().stage();
                target = staged;
            }
            try (OutputStream out = keys.areNone() ? new Kept(target) : Sealing.of(keys, salt, target)) {
                checks.update(head, 0, head.length);
                out.write(head);
                size += head.length;
                byte[] buffer = new byte[staged == null ? 1 : Segments.SEGMENT];
                for (int read = in.readNBytes(buffer, 0, buffer.length);
                        read > 0;
                        read = in.readNBytes(buffer, 0, buffer.length)) {
                    checks.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                    size += read;
                }
            }
            if (staged == null) {
                return new Content.Piece(Bytes.wrap(salt), size, Bytes.wrap(small.toByteArray()), null);
            }
            Blob blob = staged.seal();
            return new Content.Piece(Bytes.wrap(salt), size, null, blob);
        } finally {
            if (staged != null) {
                staged.close();
            }
        }
    }

    /** A stream that stays open when this is closed. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    /** One layer or two, which close without the stream below. */
    private static final class Sealing extends OutputStream {
        private final OutputStream inner;
        private final @Nullable OutputStream outer;

        private Sealing(OutputStream inner, @Nullable OutputStream outer) {
            this.inner = inner;
            this.outer = outer;
        }

        static Sealing of(Vault.Keys keys, byte[] salt, OutputStream target) {
            Bytes second = keys.outer();
            OutputStream outer = second == null ? null : Segments.sealing(second.toArray(), salt, target);
            return new Sealing(Segments.sealing(keys.inner().toArray(), salt, outer == null ? target : outer), outer);
        }

        @Override
        public void write(int value) throws IOException {
            inner.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            inner.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            inner.close();
            if (outer != null) {
                outer.close();
            }
        }
    }

    /** The plain bytes of a range of a body. */
    static InputStream open(Vault.Keys keys, Content content, long from, long length) {
        List<InputStream> streams = new ArrayList<>();
        long start = from;
        long left = length;
        for (Content.Piece piece : content.pieces()) {
            if (left <= 0) {
                break;
            }
            if (start < piece.size()) {
                long part = Math.min(left, piece.size() - start);
                streams.add(
                        keys.areNone()
                                ? Segments.plain(source(piece), start, part)
                                : Segments.opening(
                                        keys.inner().toArray(),
                                        piece.salt().toArray(),
                                        layered(keys, piece),
                                        piece.size(),
                                        start,
                                        part));
                left -= part;
                start = 0;
            } else {
                start -= piece.size();
            }
        }
        return streams.isEmpty()
                ? new ByteArrayInputStream(new byte[0])
                : new SequenceInputStream(Collections.enumeration(streams));
    }

    private static Segments.Source layered(Vault.Keys keys, Content.Piece piece) {
        Segments.Source stored = source(piece);
        Bytes outer = keys.outer();
        return outer == null
                ? stored
                : Segments.layer(outer.toArray(), piece.salt().toArray(), stored, Segments.sealedSize(piece.size()));
    }

    /** The stored, encrypted bytes of a piece. */
    static Segments.Source source(Content.Piece piece) {
        Blob blob = piece.blob();
        if (blob != null) {
            return new StoredSource(blob);
        }
        ByteBuffer bytes = Objects.requireNonNull(piece.inline()).asByteBuffer();
        return (position, into) -> {
            int length = (int) Math.min(into.remaining(), bytes.limit() - position);
            if (length <= 0) {
                return -1;
            }
            into.put(bytes.slice((int) position, length));
            return length;
        };
    }

    /** A blob that is opened at the first read. */
    private static final class StoredSource implements Segments.Source {
        private final Blob blob;
        private Blob.@Nullable Reader reader;

        StoredSource(Blob blob) {
            this.blob = blob;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            if (reader == null) {
                reader = blob.open();
            }
            return reader.read(position, into);
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }
}
