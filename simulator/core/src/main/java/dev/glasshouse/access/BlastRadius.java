package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
            return limits().keySet();
        }

        /** What is reached, with the limits of each: an empty text where one of the holders has it without any. */
        SortedMap<String, Set<String>> limits() {
            SortedMap<String, Set<String>> all = new TreeMap<>();
            for (Holder holder : holders) {
                for (WhatCan.Grant grant : holder.can().grants()) {
                    String limit = limit(holder, grant);
                    grant.actions()
                            .forEach(action -> all.computeIfAbsent(
                                            action + " " + grant.resource(), key -> new TreeSet<>())
                                    .add(limit));
                }
            }
            return all;
        }

        private static String limit(Holder holder, WhatCan.Grant grant) {
            String except = grant.except().isEmpty() ? "" : "except " + String.join(", ", grant.except());
            String chain = holder.outlook().chance() == Outlook.Chance.ALWAYS ? "" : " " + holder.outlook();
            String own = grant.outlook().chance() == Outlook.Chance.ALWAYS ? "" : " " + grant.outlook();
            return (except + chain + own).strip();
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

    /** What would be left within other limits, exceptions or conditions: each as {@code action resource limits}. */
    public Set<String> changed() {
        Set<String> changed = new TreeSet<>();
        if (after != null) {
            SortedMap<String, Set<String>> earlier = before.limits();
            after.limits().forEach((what, limits) -> {
                Set<String> known = earlier.get(what);
                if (known != null && !known.equals(limits)) {
                    limits.forEach(
                            limit -> changed.add(limit.isEmpty() ? what + " without limits" : what + " " + limit));
                }
            });
        }
        return changed;
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
