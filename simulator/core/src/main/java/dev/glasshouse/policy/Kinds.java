package dev.glasshouse.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A growing set of policy kinds that costs nothing while it is empty, as it is for every allowed request. */
final class Kinds {

    private static final PolicyKind[] ALL = PolicyKind.values();

    private int bits;

    void add(PolicyKind kind) {
        bits |= 1 << kind.ordinal();
    }

    boolean isEmpty() {
        return bits == 0;
    }

    /** The first kind in the order in which a denial names them. */
    PolicyKind first() {
        return ALL[Integer.numberOfTrailingZeros(bits)];
    }

    Set<PolicyKind> toSet() {
        EnumSet<PolicyKind> set = EnumSet.noneOf(PolicyKind.class);
        for (PolicyKind kind : ALL) {
            if ((bits & (1 << kind.ordinal())) != 0) {
                set.add(kind);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}
