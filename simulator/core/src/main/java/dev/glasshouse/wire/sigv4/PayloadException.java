package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import java.io.IOException;

/** A body that is not what its signature, hash or length said, found while it was read. */
public final class PayloadException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient WireError error;

    public PayloadException(WireError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    /** What to answer. */
    public WireError error() {
        return error;
    }
}
