package dev.glasshouse.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Where a sandbox comes from: its branch, and for each branch before it the epoch up to which that branch is its past.
 * A branch's epoch grows with every fork taken of it. What was made on a branch after a fork left it is not of the
 * fork's past; so a ciphertext opens where it was made and in forks taken after it, nowhere else.
 *
 * @param branch this branch
 * @param epoch the forks taken of this branch so far
 * @param past what came before, with the epoch of its branch at which this one left; null for the first branch
 */
public record Lineage(long branch, long epoch, @Nullable Lineage past) {

    /** Whether something made on a branch in an epoch is of this sandbox's past. */
    public boolean contains(long otherBranch, long otherEpoch) {
        for (Lineage at = this; at != null; at = at.past) {
            if (at.branch == otherBranch) {
                return otherEpoch <= at.epoch;
            }
        }
        return false;
    }

    /** This branch after a fork has left it. */
    Lineage afterFork() {
        return new Lineage(branch, epoch + 1, past);
    }

    /** A new branch that begins here. */
    Lineage branchOff(long newBranch) {
        return new Lineage(newBranch, 0, this);
    }
}
