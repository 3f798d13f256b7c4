package dev.glasshouse.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Stored bytes that never change: an object's body as it lies at rest, encrypted. Rows hold blobs; nobody counts
 * references: what no state reaches any more is freed.
 */
public interface Blob {

    /** The name under which the store finds it again. */
    String id();

    /** The number of bytes. */
    long size();

    /**
     * Reads into a buffer from a position.
     *
     * @return how many bytes were read; at least one unless the buffer is full or the end is reached
     * @throws IOException if the store fails
     */
    int read(long position, ByteBuffer into) throws IOException;

    /** The bytes for one who reads on and on; until it is closed it may hold what the store needs for that. */
    interface Reader extends Closeable {
        /** As {@link Blob#read}. */
        int read(long position, ByteBuffer into) throws IOException;
    }

    /** Opens the bytes for reading on and on. */
    default Reader open() throws IOException {
        return new Reader() {
            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                return Blob.this.read(position, into);
            }

            @Override
            public void close() {}
        };
    }
}
