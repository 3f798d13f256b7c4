package dev.glasshouse.policy.validate;

import org.jspecify.annotations.Nullable;

/** Thrown when AWS would not take a policy; the message is AWS's, the error code is the service's own. */
public final class PolicyRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String detail;

    /** An exception with AWS's text. */
    public PolicyRejectedException(String message) {
        super(message);
        this.detail = null;
    }

    /** An exception with AWS's text and the part of the policy that it is about. */
    public PolicyRejectedException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    /** The part of the policy that the text is about, or null where AWS does not tell it. */
    public @Nullable String detail() {
        return detail;
    }

    /** AWS's text. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
