package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every policy that bears on one request.
 *
 * @param identity the caller's identity-based policies, those of its groups included
 * @param boundary the caller's permissions boundary; empty means that there is none
 * @param session the session policies of the caller's credentials; empty means that there are none
 * @param scpLevels the caller's organization, from root to account; empty means no organization, or that service
 *     control policies do not bind the account
 * @param rcpLevels the resource's organization, from root to account; RCPFullAWSAccess need not be listed
 * @param resource the resource's policy, or null
 * @param vpcEndpoint the policies of the VPC endpoint on the way; empty means that there is none
 * @param additionalAllow what else allows on the resource's side, such as a KMS grant or an ACL, or null
 */
public record PolicySet(
        List<Policy> identity,
        List<Policy> boundary,
        List<Policy> session,
        List<Level> scpLevels,
        List<Level> rcpLevels,
        @Nullable Policy resource,
        List<Policy> vpcEndpoint,
        @Nullable Allowance additionalAllow) {

    /** No policy at all. */
    public static final PolicySet NONE = builder().build();

    /** A set over copies of the lists. */
    public PolicySet {
        identity = List.copyOf(identity);
        boundary = List.copyOf(boundary);
        session = List.copyOf(session);
        scpLevels = List.copyOf(scpLevels);
        rcpLevels = List.copyOf(rcpLevels);
        vpcEndpoint = List.copyOf(vpcEndpoint);
    }

    /**
     * The policies attached to one level of an organization: the root, a unit or the account.
     *
     * @param name a word for the level
     * @param policies the policies attached there
     */
    public record Level(String name, List<Policy> policies) {
        /** A level over a copy of the list. */
        public Level {
            policies = List.copyOf(policies);
        }
    }

    /** All policies, whatever their place. */
    public List<Policy> all() {
        List<Policy> all = new ArrayList<>();
        List.of(identity, boundary, session, vpcEndpoint).forEach(all::addAll);
        List.of(scpLevels, rcpLevels).forEach(levels -> levels.forEach(level -> all.addAll(level.policies())));
        if (resource != null) {
            all.add(resource);
        }
        return all;
    }

    /** The same without the policies of organizations. */
    public PolicySet withoutOrganization() {
        return scpLevels.isEmpty() && rcpLevels.isEmpty()
                ? this
                : new PolicySet(
                        identity, boundary, session, List.of(), List.of(), resource, vpcEndpoint, additionalAllow);
    }

    /** A builder without policies. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the policies of a set. */
    public static final class Builder {

        private List<Policy> identity = List.of();
        private List<Policy> boundary = List.of();
        private List<Policy> session = List.of();
        private List<Level> scpLevels = List.of();
        private List<Level> rcpLevels = List.of();
        private @Nullable Policy resource;
        private List<Policy> vpcEndpoint = List.of();
        private @Nullable Allowance additionalAllow;

        private Builder() {}

        /** Sets the identity-based policies. */
        public Builder identity(List<Policy> policies) {
            identity = policies;
            return this;
        }

        /** Sets the permissions boundary. */
        public Builder boundary(List<Policy> policies) {
            boundary = policies;
            return this;
        }

        /** Sets the session policies. */
        public Builder session(List<Policy> policies) {
            session = policies;
            return this;
        }

        /** Sets the service control policies by level. */
        public Builder scpLevels(List<Level> levels) {
            scpLevels = levels;
            return this;
        }

        /** Sets the resource control policies by level. */
        public Builder rcpLevels(List<Level> levels) {
            rcpLevels = levels;
            return this;
        }

        /** Sets the resource's policy. */
        public Builder resource(@Nullable Policy policy) {
            resource = policy;
            return this;
        }

        /** Sets the VPC endpoint's policies. */
        public Builder vpcEndpoint(List<Policy> policies) {
            vpcEndpoint = policies;
            return this;
        }

        /** Names what else allows the caller itself on the resource's side, such as {@code grant 0123}. */
        public Builder additionalAllow(@Nullable String what) {
            return additionalAllow(what == null ? null : new Allowance(what, Allowance.Reach.CALLER));
        }

        /** Sets what else allows on the resource's side. */
        public Builder additionalAllow(@Nullable Allowance allowance) {
            additionalAllow = allowance;
            return this;
        }

        /** The set. */
        public PolicySet build() {
            return new PolicySet(
                    identity, boundary, session, scpLevels, rcpLevels, resource, vpcEndpoint, additionalAllow);
        }
    }
}
