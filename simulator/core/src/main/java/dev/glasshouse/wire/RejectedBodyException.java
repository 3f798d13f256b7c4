package dev.glasshouse.wire;

import java.io.IOException;

/**
 * A body that fails while it is read: its hash, chunk signature or checksum does not match. A stream throws it at the
 * read that finds out; codecs and handlers pass its error on.
 */
public final class RejectedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient WireError error;

    public RejectedBodyException(WireError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    /** What to answer. */
    public WireError error() {
        return error;
    }
}
