package dev.glasshouse.service.kms;

/** The states of a key that a symmetric key of origin AWS_KMS can be in. */
enum KeyState {
    ENABLED("Enabled"),
    DISABLED("Disabled"),
    PENDING_DELETION("PendingDeletion");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    /** As the API spells it. */
    String word() {
        return word;
    }
}
