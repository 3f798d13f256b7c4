package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.StatementView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a policy allows and takes away, exactly.
 *
 * @param allowed what the new policy allows and the old one does not, by statements of the new one
 * @param denied what the old policy allows and the new one does not, by statements of the old one
 */
public record PolicyDiff(List<Change> allowed, List<Change> denied) {

    /** A difference over copies of the lists. */
    public PolicyDiff {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    /**
     * What one Allow statement grants that the other policy does not.
     *
     * @param statement the statement's place in its document, from 0
     * @param sid its Sid, or null
     * @param actions the actions that AWS has, as it writes them; a star stands for all services that no statement names
     * @param witness a request that shows it, confirmed by the policy engine; null where it is not known whether there is one
     * @param unknown why it is not known, or null
     */
    public record Change(
            int statement,
            @Nullable String sid,
            List<String> actions,
            @Nullable Witness witness,
            @Nullable String unknown) {
        /** A change over a copy of the list. */
        public Change {
            actions = List.copyOf(actions);
        }
    }

    /** Whether it is proved that the new policy allows nothing that the old one does not. */
    public boolean grantsNothingNew() {
        return allowed.isEmpty();
    }

    /**
     * Compares two policies of one type.
     *
     * @throws IllegalArgumentException if one names principals and the other does not
     */
    public static PolicyDiff between(PolicyDocument before, PolicyDocument after) {
        if (before.type() != after.type()) {
            throw new IllegalArgumentException("One policy names principals and the other does not");
        }
        return new PolicyDiff(beyond(after, before), beyond(before, after));
    }

    /** What a policy's Allow statements grant that another policy does not. */
    public static List<Change> beyond(PolicyDocument policy, PolicyDocument other) {
        return changes(policy, set(other));
    }

    /** The set of a policy, by its type. */
    public static AccessSet set(PolicyDocument policy) {
        PolicyType type = policy.type();
        boolean ofResource = type == PolicyType.RESOURCE || type == PolicyType.TRUST || type == PolicyType.KEY;
        return ofResource ? AccessSet.ofResource(policy) : AccessSet.ofIdentity(policy);
    }

    private static List<Change> changes(PolicyDocument policy, AccessSet known) {
        String unreadable = policy.unreadableReason();
        if (unreadable != null) {
            return List.of(new Change(0, null, List.of(), null, unreadable));
        }
        List<Change> changes = new ArrayList<>();
        AccessSet own = set(policy);
        for (StatementView statement : policy.views()) {
            if (statement.allow()) {
                Change change = change(
                        statement,
                        own.only(statement.index()).minus(known).question().groups());
                if (change != null) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    private static @Nullable Change change(StatementView statement, List<Question.Group> groups) {
        Set<String> actions = new LinkedHashSet<>();
        Witness witness = null;
        String unknown = null;
        for (Question.Group group : groups) {
            actions.addAll(group.actions());
            if (group.answer() instanceof Answer.Found found && witness == null) {
                witness = found.witness();
            }
            if (group.answer() instanceof Answer.Unknown why) {
                unknown = why.why();
            }
        }
        return groups.isEmpty()
                ? null
                : new Change(
                        statement.index(),
                        statement.sid(),
                        List.copyOf(actions),
                        witness,
                        witness == null ? unknown : null);
    }
}
