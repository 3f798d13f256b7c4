package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can do an action on a resource, in a sandbox as it is: all its principals, whom the resource's policy lets in from
 * outside, and those who can by assuming roles first.
 *
 * @param action the action
 * @param resource the resource
 * @param entries those who can, the certain ones first
 * @param remark what to know beside it, such as that the sandbox has no such resource; null for nothing
 */
public record WhoCan(
        String action,
        String resource,
        List<Entry> entries,
        @Nullable String remark) {

    /** What somebody is. */
    public enum Kind {
        ROOT,
        USER,
        ROLE,
        /** A session of a role that a policy names in person. */
        SESSION,
        /** Callers without credentials. */
        ANYONE,
        /** Any principal of any account. */
        ANY_ACCOUNT,
        /** An account that is not in the sandbox, as far as it lets its own principals. */
        ACCOUNT,
        /** A principal of an account that is not in the sandbox, as far as that lets it. */
        OUTSIDER,
        /** A service of AWS that calls for itself. */
        SERVICE,
        /** Users of an identity provider. */
        FEDERATED
    }

    /**
     * Somebody who can.
     *
     * @param who an ARN or a name
     * @param kind what it is
     * @param outlook for which calls
     * @param now whether a plain call would be allowed, from where the principal is seen to call
     * @param chain the roles to assume first, in order; none where it can by itself
     */
    public record Entry(String who, Kind kind, Outlook outlook, boolean now, List<Step> chain) {
        public Entry {
            chain = List.copyOf(chain);
        }

        /** Whether it can whatever the calls are like. */
        public boolean always() {
            return outlook.chance() == Outlook.Chance.ALWAYS
                    && chain.stream().allMatch(step -> step.outlook().chance() == Outlook.Chance.ALWAYS);
        }
    }

    /**
     * A role that is assumed on the way.
     *
     * @param role its ARN
     * @param outlook for which calls of {@code sts:AssumeRole}
     */
    public record Step(String role, Outlook outlook) {}

    public WhoCan {
        entries = List.copyOf(entries);
    }

    /** Whether a principal can, by itself or through roles. */
    public boolean includes(String who) {
        return entries.stream().anyMatch(entry -> entry.who().equals(who));
    }

    /** Those who can by themselves. */
    public List<Entry> direct() {
        return entries.stream().filter(entry -> entry.chain().isEmpty()).toList();
    }
}
