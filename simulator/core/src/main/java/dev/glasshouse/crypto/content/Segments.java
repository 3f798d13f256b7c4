package dev.glasshouse.crypto.content;

import dev.glasshouse.crypto.AesGcm;
import dev.glasshouse.crypto.HmacKey;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A body as it lies at rest: segments of 64 KiB, each sealed with AES-256-GCM under a key that derives from the data key
 * and the body's salt. A segment is bound to its place and to whether it is the last, so that none can be moved, left out
 * or added; a range opens the segments that it touches and no others.
 */
public final class Segments {

    /** Plain bytes of a segment; the last may have fewer. */
    public static final int SEGMENT = 64 * 1024;

    private static final int TAG = 16;
    // fed in small slices the compiled code of AES-GCM seals at once; what is opened it would copy until the tag has
    // come
    private static final int SLICE = 1024;
    private static final int SMALL = 4 * 1024;

    private Segments() {}

    /** The stored bytes of a body with so many plain ones. */
    public static long sealedSize(long size) {
        return size + TAG * Math.max(1, (size + SEGMENT - 1) / SEGMENT);
    }

    /** Reads stored bytes from a position; closed when no more is read. */
    public interface Source extends Closeable {
        /** Fills a buffer from a position as far as the body goes; answers the bytes read, or -1 at the end. */
        int read(long position, ByteBuffer into) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    private static SecretKeySpec key(byte[] dataKey, byte[] salt) {
        return new SecretKeySpec(HmacKey.startWith(dataKey).doFinal(salt), "AES");
    }

    /** What binds a segment to its place and to whether it is the last. */
    private static GCMParameterSpec place(long index, boolean last) {
        byte[] nonce =
                ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(index).array();
        return new GCMParameterSpec(8 * TAG, nonce);
    }

    /** Seals a segment into a buffer that is long enough, and answers how many bytes came out. */
    private static int seal(Cipher cipher, byte[] in, int length, byte[] out) throws GeneralSecurityException {
        int written = 0;
        int at = 0;
        for (; at + SLICE < length; at += SLICE) {
            written += cipher.update(in, at, SLICE, out, written);
        }
        return written + cipher.doFinal(in, at, length - at, out, written);
    }

    /**
     * Seals what is written to it; closing it seals the last segment and leaves the stream below open.
     *
     * @param salt sixteen bytes that no other body under the data key has
     */
    public static OutputStream sealing(byte[] dataKey, byte[] salt, OutputStream out) {
        SecretKeySpec key = key(dataKey, salt);
        return new OutputStream() {
            // grows to a whole segment when more comes than small bodies have
            private byte[] buffer = new byte[SMALL];
            private byte[] sealed = {};
            private int held;
            private long index;
            private boolean closed;

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int at = offset;
                int left = length;
                while (left > 0) {
                    if (held == SEGMENT) {
                        flushSegment(false);
                    }
                    int part = Math.min(left, SEGMENT - held);
                    if (held + part > buffer.length) {
                        buffer = Arrays.copyOf(buffer, SEGMENT);
                    }
                    System.arraycopy(bytes, at, buffer, held, part);
                    held += part;
                    at += part;
                    left -= part;
                }
            }

            private void flushSegment(boolean last) throws IOException {
                if (sealed.length < held + TAG) {
                    sealed = new byte[held + TAG];
                }
                try {
                    Cipher cipher = AesGcm.cipher();
                    cipher.init(Cipher.ENCRYPT_MODE, key, place(index++, last));
                    out.write(sealed, 0, seal(cipher, buffer, held, sealed));
                    held = 0;
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("AES-GCM is part of every JDK", e);
                }
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    flushSegment(true);
                }
            }
        };
    }

    /**
     * A body sealed twice as its inner layer has it: the plain bytes of the outer layer, read from any position. Reading on
     * opens each outer segment once.
     *
     * @param size the plain bytes of the outer layer
     */
    public static Source layer(byte[] dataKey, byte[] salt, Source source, long size) {
        return new Source() {
            private long position = -1;
            private InputStream open = InputStream.nullInputStream();

            @Override
            public int read(long wanted, ByteBuffer into) throws IOException {
                if (wanted >= size) {
                    return -1;
                }
                if (wanted != position) {
                    open = opening(dataKey, salt, source, size, wanted, size - wanted);
                    position = wanted;
                }
                int read = open.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                if (read > 0) {
                    into.position(into.position() + read);
                    position += read;
                }
                return read;
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    /** The bytes of a range of a body that lies as it came. */
    public static InputStream plain(Source source, long from, long length) {
        return new InputStream() {
            private long position = from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int wanted) throws IOException {
                long left = from + length - position;
                if (left <= 0) {
                    return -1;
                }
                int read = source.read(position, ByteBuffer.wrap(into, offset, (int) Math.min(wanted, left)));
                if (read <= 0) {
                    throw new EOFException("the stored body is too short");
                }
                position += read;
                return read;
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    /**
     * The plain bytes of a range.
     *
     * @param size the plain bytes of the whole body
     * @param from the first byte wanted
     * @param length how many
     */
    public static InputStream opening(byte[] dataKey, byte[] salt, Source source, long size, long from, long length) {
        SecretKeySpec key = key(dataKey, salt);
        long lastIndex = size == 0 ? 0 : (size - 1) / SEGMENT;
        return new InputStream() {
            private long position = from;
            private long left = length;
            private byte[] sealed = {};
            private byte[] plain = {};
            private int plainLength;
            private long plainIndex = -1;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int wanted) throws IOException {
                if (left <= 0) {
                    return -1;
                }
                long index = position / SEGMENT;
                if (index != plainIndex) {
                    open(index);
                    plainIndex = index;
                }
                int at = (int) (position % SEGMENT);
                int part = (int) Math.min(Math.min(wanted, left), plainLength - at);
                System.arraycopy(plain, at, into, offset, part);
                position += part;
                left -= part;
                return part;
            }

            private void open(long index) throws IOException {
                boolean last = index == lastIndex;
                int bytes = last ? (int) (size - index * SEGMENT) : SEGMENT;
                if (sealed.length < bytes + TAG) {
                    sealed = new byte[bytes + TAG];
                    plain = new byte[bytes];
                }
                ByteBuffer into = ByteBuffer.wrap(sealed, 0, bytes + TAG);
                long at = index * (SEGMENT + TAG);
                while (into.hasRemaining()) {
                    int read = source.read(at + into.position(), into);
                    if (read <= 0) {
                        throw new EOFException("the stored body is too short");
                    }
                }
                try {
                    plainLength = AesGcm.use(cipher -> {
                        cipher.init(Cipher.DECRYPT_MODE, key, place(index, last));
                        return cipher.doFinal(sealed, 0, bytes + TAG, plain, 0);
                    });
                } catch (GeneralSecurityException e) {
                    throw new IOException("the stored body was changed or the key is not its own", e);
                }
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }
}
