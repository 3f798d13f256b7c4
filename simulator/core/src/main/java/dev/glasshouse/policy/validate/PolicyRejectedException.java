package dev.glasshouse.policy.validate;

/** Thrown when AWS would not take a policy; the message is AWS's, the error code is the service's own. */
public final class PolicyRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** An exception with AWS's text. */
    public PolicyRejectedException(String message) {
        super(message);
    }

    /** AWS's text. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
