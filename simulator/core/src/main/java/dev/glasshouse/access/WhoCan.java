package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can do an action on a resource, in a sandbox as it is: all its principals, whom the resource's policy lets in from
 * outside, and those who can by assuming roles first.
 *
 * @param action the action, or a pattern of actions
 * @param resource the resource, or a pattern of resources
 * @param entries those who can, the certain ones first; do some of it, where there are patterns
 * @param unknown those of whom it is not known, as their policies tell too many resources apart; each may be able to
 * @param remark what to know beside it, such as that the sandbox has no such resource; null for nothing
 */
public record WhoCan(
        String action,
        String resource,
        List<Entry> entries,
        List<String> unknown,
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
     * @param example what the outlook is about: what was asked for, or one of the requests that its patterns cover
     * @param every whether the outlook is certain for all requests that the patterns cover
     */
    public record Entry(
            String who, Kind kind, Outlook outlook, boolean now, List<Step> chain, Example example, boolean every) {
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
     * A request that somebody can do.
     *
     * @param action the action
     * @param resource the resource's ARN, or {@code *}
     */
    public record Example(String action, String resource) {}

    /**
     * A role that is assumed on the way.
     *
     * @param role its ARN
     * @param outlook for which calls of {@code sts:AssumeRole}
     */
    public record Step(String role, Outlook outlook) {}

    public WhoCan {
        entries = List.copyOf(entries);
        unknown = List.copyOf(unknown);
    }

    /** Whether a principal can, by itself or through roles. */
    public boolean includes(String who) {
        return entries.stream().anyMatch(entry -> entry.who().equals(who));
    }

    /** Whether it was asked for many requests at once: each entry has its own example then. */
    public boolean isPattern() {
        return entries.stream().anyMatch(entry -> !entry.example().equals(new Example(action, resource)));
    }

    /** Those who can by themselves. */
    public List<Entry> direct() {
        return entries.stream().filter(entry -> entry.chain().isEmpty()).toList();
    }
}
