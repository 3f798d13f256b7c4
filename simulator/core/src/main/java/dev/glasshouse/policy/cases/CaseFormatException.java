package dev.glasshouse.policy.cases;

/** Thrown when a text is not an authorisation case; the message says what was expected where. */
public final class CaseFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    /** An exception with its reason. */
    public CaseFormatException(String message) {
        super(message);
    }
}
