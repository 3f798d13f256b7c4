package dev.glasshouse.call;

import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.sandbox.StateReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The port to the organizations of a sandbox. Organizations implements it. */
public interface Organizations {

    /**
     * How an account stands in its organization.
     *
     * @param id the organization's id, {@code o-...}
     * @param path where the account lies: the organization, the root and the units above it, with a slash at the end, as
     *     {@code aws:PrincipalOrgPaths} has it
     * @param management the id of the management account
     * @param isManagement whether the account is the management account
     * @param scps the service control policies by level, root first; empty where none bind the account
     * @param rcps the resource control policies by level, root first; empty where none bind the account's resources
     * @param trustedServices the service principals that have trusted access to the organization
     * @param delegatedServices the service principals that the account is a delegated administrator of
     */
    record Standing(
            String id,
            String path,
            String management,
            boolean isManagement,
            List<PolicySet.Level> scps,
            List<PolicySet.Level> rcps,
            Set<String> trustedServices,
            Set<String> delegatedServices) {
        public Standing {
            scps = List.copyOf(scps);
            rcps = List.copyOf(rcps);
            trustedServices = Set.copyOf(trustedServices);
            delegatedServices = Set.copyOf(delegatedServices);
        }
    }

    /** No organization anywhere. */
    Organizations NONE = new Organizations() {
        @Override
        public Optional<Standing> standing(StateReader state, String account) {
            return Optional.empty();
        }

        @Override
        public boolean isClosed(StateReader state, String account) {
            return false;
        }
    };

    /** How an account stands in its organization; empty where it is in none. */
    Optional<Standing> standing(StateReader state, String account);

    /** Whether an account was closed, so that its credentials open nothing any more. */
    boolean isClosed(StateReader state, String account);
}
