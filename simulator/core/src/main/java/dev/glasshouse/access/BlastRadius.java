package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a stolen credential reaches: what its holder can do, and what the roles can do that it can assume, one after the
 * other.
 *
 * @param who the principal that holds it
 * @param before what it reaches now
 * @param after what it would reach after the proposed change; null where none was proposed
 */
public record BlastRadius(
        String who, Reach before, @Nullable Reach after) {

    /**
     * What is reached.
     *
     * @param holders the principal itself, and the roles that it can become, each with the roles on the way
     * @param complete whether all was looked at
     */
    public record Reach(List<Holder> holders, boolean complete) {
        public Reach {
            holders = List.copyOf(holders);
        }

        /** What is reached, each as {@code action resource}, whoever of the holders can do it. */
        public Set<String> all() {
            Set<String> all = new TreeSet<>();
            holders.forEach(holder -> holder.can()
                    .grants()
                    .forEach(grant -> grant.actions().forEach(action -> all.add(action + " " + grant.resource()))));
            return all;
        }

        /** Whether an administrator is among the holders. */
        public boolean administrator() {
            return holders.stream()
                    .anyMatch(holder -> holder.can().administrator().possible());
        }
    }

    /**
     * Somebody as whom the credential can be used.
     *
     * @param chain the roles to assume, the last one being this holder; none for the principal itself
     * @param outlook for which calls they can be assumed
     * @param can what it can do
     */
    public record Holder(List<String> chain, Outlook outlook, WhatCan can) {
        public Holder {
            chain = List.copyOf(chain);
        }
    }

    /** What would be lost by the change, each as {@code action resource}. */
    public Set<String> lost() {
        return after == null ? Set.of() : without(before.all(), after.all());
    }

    /** What would be won by the change, each as {@code action resource}. */
    public Set<String> gained() {
        return after == null ? Set.of() : without(after.all(), before.all());
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }
}
