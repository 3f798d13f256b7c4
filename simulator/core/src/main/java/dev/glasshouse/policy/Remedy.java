package dev.glasshouse.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change to policies that would have allowed a denied request: a statement for each policy that stood in the
 * way, with the action and the resource that were asked for and nothing wider. It was proved by deciding again with it, and
 * none of its statements can be left out.
 *
 * @param changes the statements to add; empty where there is nothing to change or no such change
 * @param refusal why no statement can allow the request, or null
 */
public record Remedy(List<Change> changes, @Nullable String refusal) {

    /** A remedy over a copy of the list. */
    public Remedy {
        changes = List.copyOf(changes);
    }

    /**
     * A statement to add.
     *
     * @param kind the kind of policy to add it to
     * @param level the organization level of that policy, or null
     * @param policyId the policy to add it to, or null where any policy of the kind will do
     * @param statement the statement as JSON
     */
    public record Change(
            PolicyKind kind,
            @Nullable String level,
            @Nullable String policyId,
            String statement) {}

    /** The remedy of a request; without changes where the request is allowed. */
    public static Remedy of(PolicyRequest request, PolicySet policies) {
        return new RemedySearch(request, policies).find();
    }
}
