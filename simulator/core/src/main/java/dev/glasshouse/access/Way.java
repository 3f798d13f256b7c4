package dev.glasshouse.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A published way by which a principal gets rights that it was not given; all stand in {@code ways.txt}.
 *
 * @param id its id there
 * @param whom whom it is done to
 * @param there what must be there
 * @param needs what must be allowed, in the order in which it is done
 * @param change what it changes
 * @param become how one becomes the principal that it is done to; null where one is that principal
 * @param service the service that works with the role, where that is how; else null
 * @param note what else must be there that the sandbox cannot tell, or null
 */
public record Way(
        String id,
        Whom whom,
        Set<String> there,
        List<Need> needs,
        Change change,
        @Nullable Become become,
        @Nullable String service,
        @Nullable String note) {

    /** Whom a way is done to. */
    public enum Whom {
        SELF,
        SELF_USER,
        SELF_ROLE,
        USER,
        ROLE,
        ANY_ROLE;

        boolean isSelf() {
            return this == SELF || this == SELF_USER || this == SELF_ROLE;
        }
    }

    /** What a way changes of the principal's rights. */
    public enum Change {
        NONE,
        /** Its policies allow everything. */
        ELEVATED,
        /** It has no permissions boundary. */
        UNBOUNDED,
        /** It is in one more group. */
        JOINED,
        /** One of its policies has another version in force. */
        VERSION
    }

    /** How one becomes another principal. */
    public enum Become {
        /** By a new access key. */
        KEY,
        /** By a password at the console. */
        PASSWORD,
        /** By {@code sts:AssumeRole} after the trust policy was changed. */
        TRUST,
        /** By {@code sts:AssumeRole}. */
        ASSUME,
        /** By code that a service runs with the role. */
        SERVICE
    }

    /**
     * An action that must be allowed.
     *
     * @param action such as {@code iam:PassRole}
     * @param on what it is on: {@code subject}, {@code policy}, {@code group}, {@code some}, {@code *}
     * @param type the resource type of {@code some}, or null
     */
    public record Need(String action, String on, @Nullable String type) {

        /** The service's prefix. */
        String service() {
            return action.substring(0, action.indexOf(':'));
        }

        /** The action's name in small letters. */
        String name() {
            return action.substring(action.indexOf(':') + 1).toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Way {
        there = Set.copyOf(there);
        needs = List.copyOf(needs);
    }

    /** Whether a role is passed, which who makes use of it must do. */
    boolean passesRole() {
        return needs.stream().anyMatch(need -> need.action().equals("iam:PassRole"));
    }

    /** Its actions in one line: {@code iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction}. */
    public String title() {
        return String.join(" + ", needs.stream().map(Need::action).toList());
    }
}
