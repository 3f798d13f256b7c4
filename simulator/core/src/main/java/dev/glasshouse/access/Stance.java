package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A principal with what was changed about it on the way.
 *
 * @param actor the principal with the policies that it has by then
 * @param elevated whether its policies were made to allow everything
 * @param unbounded whether its boundary was taken away
 * @param changes other changes, such as the groups it was put in, in their order
 */
record Stance(Survey.Actor actor, boolean elevated, boolean unbounded, List<String> changes) {

    Stance {
        changes = List.copyOf(changes);
    }

    /** A principal as it is. */
    static Stance of(Survey.Actor actor) {
        return new Stance(actor, false, false, List.of());
    }

    String arn() {
        return actor.arn();
    }

    Caller caller() {
        return actor.caller();
    }

    /** What tells it from others on a search: of several changes the last one counts, so that there are not too many. */
    String key() {
        String last = changes.isEmpty() ? "" : changes.get(changes.size() - 1);
        return arn() + (elevated ? " elevated" : "") + (unbounded ? " unbounded" : "") + " " + last;
    }

    /** The same after its policies were made to allow everything, one of them rewritten or one added. */
    Stance elevate(String rewritten) {
        List<Policy> identity = new ArrayList<>();
        for (Policy policy : actor.grants().identity()) {
            if (!rewritten.equals(policy.arn())) {
                identity.add(policy);
            }
        }
        identity.add(Outsiders.EVERYTHING);
        return new Stance(with(identity), true, unbounded, changes);
    }

    Stance unbind() {
        return new Stance(actor.with(new Identities.Grants(actor.grants().identity(), null)), elevated, true, changes);
    }

    Stance join(Identities.Group group) {
        List<Policy> identity = new ArrayList<>(actor.grants().identity());
        identity.addAll(group.policies());
        return new Stance(with(identity), elevated, unbounded, changed("in " + group.arn()));
    }

    Stance version(String arn, String version, Policy document) {
        List<Policy> identity = actor.grants().identity().stream()
                .map(policy -> arn.equals(policy.arn()) ? document : policy)
                .collect(Collectors.toList());
        return new Stance(with(identity), elevated, unbounded, changed(arn + " " + version));
    }

    private Survey.Actor with(List<Policy> identity) {
        return actor.with(new Identities.Grants(identity, actor.grants().boundary()));
    }

    private List<String> changed(String change) {
        List<String> all = new ArrayList<>(changes);
        all.add(change);
        return all;
    }
}
