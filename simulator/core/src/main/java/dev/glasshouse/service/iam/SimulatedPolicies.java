package dev.glasshouse.service.iam;

import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicySet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a simulation.
 *
 * @param identity the identity-based policies; each one's id is the {@code SourcePolicyId} of its statements
 * @param boundary the permissions boundary; empty where there is none
 * @param scps the service control policies by level, root first; empty where none bind
 * @param resource the resource's policy, or null
 */
record SimulatedPolicies(
        List<Policy> identity,
        List<Policy> boundary,
        List<PolicySet.Level> scps,
        @Nullable Policy resource) {

    SimulatedPolicies {
        identity = List.copyOf(identity);
        boundary = List.copyOf(boundary);
        scps = List.copyOf(scps);
    }

    /** The context keys that they ask for, each once; service control policies are not looked at, as at AWS. */
    List<String> contextKeys() {
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Policy> all = new java.util.ArrayList<>(identity);
        all.addAll(boundary);
        if (resource != null) {
            all.add(resource);
        }
        return all.stream()
                .flatMap(policy -> policy.document().contextKeys().stream())
                .filter(key -> seen.add(key.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
