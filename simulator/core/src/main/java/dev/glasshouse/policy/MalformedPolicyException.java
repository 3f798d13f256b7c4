package dev.glasshouse.policy;

/** Thrown when a text is not a policy of the asked type; the message says why, without AWS's wording. */
public final class MalformedPolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    /** An exception with its reason. */
    public MalformedPolicyException(String message) {
        super(message);
    }
}
