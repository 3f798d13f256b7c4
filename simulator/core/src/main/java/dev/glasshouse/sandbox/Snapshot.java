package dev.glasshouse.sandbox;

import java.time.Instant;

/**
 * A sandbox's state as a call sees it.
 *
 * @param state the rows
 * @param sequence the number of the last commit in it
 * @param now the sandbox's time, read once
 * @param lineage where ciphertexts made now belong, and which ones open
 */
public record Snapshot(State state, long sequence, Instant now, Lineage lineage) {}
