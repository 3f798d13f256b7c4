package dev.glasshouse.sandbox;

import java.io.IOException;
import java.io.OutputStream;

/** Where bodies lie. A body is staged while it streams in and becomes a blob when it is sealed. */
public interface BlobStore extends AutoCloseable {

    /** A body on its way in. Closing it without {@link #seal} drops it. */
    abstract class Staged extends OutputStream {

        /** Ends the body and makes it a blob. */
        public abstract Blob seal() throws IOException;
    }

    /** Begins a body. */
    Staged stage() throws IOException;

    @Override
    void close();
}
