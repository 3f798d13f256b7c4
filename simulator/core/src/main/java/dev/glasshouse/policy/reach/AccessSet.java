package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.Node.Layer;
import dev.glasshouse.policy.reach.Node.Side;
import java.util.List;

/**
 * A set of requests, told exactly by policies: immutable, made once and asked often. A request is an action on a resource
 * with condition keys by a principal; the principal matters only where a resource's policy is in play.
 *
 * <p>{@code AccessSet.ofIdentity(policies).and(AccessSet.ofIdentity(boundary)).minus(other).find()} looks for a request
 * that the policies and the boundary allow and the other set does not.
 */
public final class AccessSet {

    private final Node node;

    private AccessSet(Node node) {
        this.node = node;
    }

    /**
     * What policies of a caller allow together, read as those of one kind: something allows, nothing denies. Boundaries,
     * session policies and each level of control policies are sets of their own, put together with {@link #and}.
     */
    public static AccessSet ofIdentity(List<PolicyDocument> policies) {
        return new AccessSet(Layer.of(Side.CALLER, policies));
    }

    /** What a caller's single policy allows. */
    public static AccessSet ofIdentity(PolicyDocument policy) {
        return ofIdentity(List.of(policy));
    }

    /** What a resource's policy allows to whom. */
    public static AccessSet ofResource(PolicyDocument policy) {
        return new AccessSet(Layer.of(Side.RESOURCE, List.of(policy)));
    }

    /** All requests for these actions, wildcards taken, on these resources, wildcards taken. */
    public static AccessSet ofRequests(List<String> actions, List<String> resources) {
        return new AccessSet(new Layer(Side.QUESTION, List.of(), List.of(Rule.of(actions, resources))));
    }

    /**
     * What one statement of a single policy allows: its other Allow statements left out, its Deny statements kept.
     *
     * @throws IllegalStateException if the set is not that of a policy
     */
    public AccessSet only(int statement) {
        if (!(node instanceof Layer layer)) {
            throw new IllegalStateException("the set is not that of a policy");
        }
        return new AccessSet(new Layer(
                layer.side(),
                layer.documents(),
                layer.rules().stream()
                        .filter(rule -> !rule.allow()
                                || rule.statement() == null
                                || rule.statement().index() == statement)
                        .toList()));
    }

    /** What is in both sets. */
    public AccessSet and(AccessSet other) {
        return new AccessSet(new Node.Both(node, other.node));
    }

    /** What is in either set. */
    public AccessSet or(AccessSet other) {
        return new AccessSet(new Node.Either(node, other.node));
    }

    /** What is in this set and not in the other. */
    public AccessSet minus(AccessSet other) {
        return new AccessSet(new Node.Both(node, new Node.Outside(other.node)));
    }

    /** Looks for a request in the set. */
    public Answer find() {
        return question().find();
    }

    /** A question that can be narrowed first. */
    public Question question() {
        return new Question(node);
    }

    /** Whether nothing is in this set that is not in the other: none, found, or not known. */
    public Answer beyond(AccessSet other) {
        return minus(other).find();
    }
}
