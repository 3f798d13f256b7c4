package dev.glasshouse.wire;

/** A request that the wire refuses: malformed, too large, against a constraint, or not signed as it must be. */
public final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient WireError error;

    public WireException(WireError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    /** What to answer. */
    public WireError error() {
        return error;
    }
}
