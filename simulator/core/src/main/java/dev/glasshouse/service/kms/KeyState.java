package dev.glasshouse.service.kms;

/**
 * The states of a key that are stored. A replica that is being made is {@code Creating} until its time has come. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html">Key states of AWS KMS keys</a>.
 */
enum KeyState {
    ENABLED("Enabled"),
    DISABLED("Disabled"),
    PENDING_DELETION("PendingDeletion"),
    PENDING_IMPORT("PendingImport"),
    PENDING_REPLICA_DELETION("PendingReplicaDeletion"),
    UNAVAILABLE("Unavailable");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    /** As the API spells it. */
    String word() {
        return word;
    }

    boolean deleting() {
        return this == PENDING_DELETION || this == PENDING_REPLICA_DELETION;
    }
}
