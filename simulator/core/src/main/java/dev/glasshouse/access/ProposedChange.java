package dev.glasshouse.access;

import dev.glasshouse.call.Identities;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of a principal's own policies that is thought of.
 *
 * @param with documents of policies that it would have besides
 * @param without names or ARNs of policies that it would have no more
 * @param replaced documents that would take the place of policies, by name or ARN
 * @param boundary the document of a permissions boundary that it would have; an empty text for none of it
 */
public record ProposedChange(List<String> with, List<String> without, Map<String, String> replaced, String boundary) {

    /** No change. */
    public static final ProposedChange NONE = new ProposedChange(List.of(), List.of(), Map.of(), "");

    public ProposedChange {
        with = List.copyOf(with);
        without = List.copyOf(without);
        replaced = Map.copyOf(replaced);
    }

    /** A policy more. */
    public static ProposedChange with(String document) {
        return new ProposedChange(List.of(document), List.of(), Map.of(), "");
    }

    /** A policy less. */
    public static ProposedChange without(String name) {
        return new ProposedChange(List.of(), List.of(name), Map.of(), "");
    }

    /** A policy with another document. */
    public static ProposedChange replacing(String name, String document) {
        return new ProposedChange(List.of(), List.of(), Map.of(name, document), "");
    }

    boolean isNone() {
        return equals(NONE);
    }

    /**
     * The principal after the change.
     *
     * @throws IllegalArgumentException if it has no policy of a name, or a document is no policy
     */
    Survey.Actor of(Survey.Actor actor) {
        Map<String, String> named = new LinkedHashMap<>(replaced);
        List<String> gone = new ArrayList<>(without);
        List<Policy> identity = new ArrayList<>();
        for (Policy policy : actor.grants().identity()) {
            String document = first(named, policy);
            if (document != null) {
                identity.add(new Policy(policy.id(), policy.arn(), parse(document, PolicyType.IDENTITY)));
            } else if (!without.contains(policy.id()) && !without.contains(String.valueOf(policy.arn()))) {
                identity.add(policy);
            }
            gone.removeIf(name -> names(name, policy));
        }
        gone.addAll(named.keySet());
        if (!gone.isEmpty()) {
            throw new IllegalArgumentException(actor.arn() + " has no policy " + gone.get(0));
        }
        for (String document : with) {
            identity.add(new Policy("proposed", null, parse(document, PolicyType.IDENTITY)));
        }
        Policy bound = boundary.isEmpty()
                ? actor.grants().boundary()
                : new Policy("proposed", null, parse(boundary, PolicyType.BOUNDARY));
        return actor.with(new Identities.Grants(identity, bound));
    }

    private static boolean names(String name, Policy policy) {
        return name.equals(policy.id()) || name.equals(policy.arn());
    }

    private static @org.jspecify.annotations.Nullable String first(Map<String, String> named, Policy policy) {
        String byName = named.remove(policy.id());
        return byName != null || policy.arn() == null ? byName : named.remove(policy.arn());
    }

    private static PolicyDocument parse(String document, PolicyType type) {
        try {
            return PolicyDocument.parse(document, type);
        } catch (MalformedPolicyException e) {
            throw new IllegalArgumentException("not a policy: " + e.getMessage(), e);
        }
    }
}
