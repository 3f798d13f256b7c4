package dev.glasshouse.sandbox;

import java.time.Instant;

/** A moment of a sandbox that was marked: a snapshot to restore or to fork. */
public final class SandboxImage {

    private final String sandbox;
    private final Head head;
    private final Instant wall;

    SandboxImage(String sandbox, Head head, Instant wall) {
        this.sandbox = sandbox;
        this.head = head;
        this.wall = wall;
    }

    /** The sandbox it was taken of. */
    public String sandbox() {
        return sandbox;
    }

    /** The sandbox's time when it was taken. */
    public Instant time() {
        return head.clock().at(wall);
    }

    Head head() {
        return head;
    }
}
