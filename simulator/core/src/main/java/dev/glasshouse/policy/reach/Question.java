package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.reach.ActionSpace.Actions;
import dev.glasshouse.policy.reach.Node.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A question about a set: whether there is a request in it, or all that is in it by groups of actions. */
public final class Question {

    private final Node node;
    private @Nullable List<PolicyPrincipal> principals;
    private KeySpace.Filter filter = KeySpace.Filter.ALL;
    private long work = Budget.USUAL;

    Question(Node node) {
        this.node = Node.numbered(node, new int[1]);
    }

    /** Which values of condition keys are asked about. */
    @FunctionalInterface
    public interface KeyFilter {
        /**
         * Whether a value is asked about.
         *
         * @param key the key in small letters
         * @param value a value of it, or null for a request without the key
         */
        boolean takes(String key, @Nullable String value);
    }

    /** The same question about these callers only. */
    public Question among(List<PolicyPrincipal> callers) {
        principals = List.copyOf(callers);
        return this;
    }

    /** The same question about the callers that would be asked about and that also fit. */
    public Question among(Predicate<PolicyPrincipal> fits) {
        principals = principals().stream().filter(fits).toList();
        return this;
    }

    /** The same question about requests with these values only. */
    public Question keys(KeyFilter values) {
        filter = values::takes;
        return this;
    }

    /** The same question with another bound: about how many machine words may be looked at, 8 million if not told. */
    public Question work(long words) {
        work = words;
        return this;
    }

    /**
     * Requests of the set that are alike.
     *
     * @param actions the actions that AWS has of their kind, as it writes them; a star stands for all services that no
     *     statement names; none where only unknown actions are of the kind
     * @param answer one of them, or that it is not known whether there is one
     */
    public record Group(List<String> actions, Answer answer) {
        /** A group over a copy of the list. */
        public Group {
            actions = List.copyOf(actions);
        }
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        node.layers(layers);
        return layers;
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        layers().forEach(layer -> rules.addAll(layer.rules()));
        return rules;
    }

    private List<PolicyPrincipal> principals() {
        List<PolicyPrincipal> chosen = principals;
        if (chosen != null) {
            return chosen;
        }
        List<Rule> rules = rules();
        return rules.stream().anyMatch(Rule::hasPrincipal) ? Principals.of(rules) : List.of(Principals.SOMEONE);
    }

    private @Nullable String unreadable() {
        return layers().stream()
                .flatMap(layer -> layer.documents().stream())
                .filter(document -> document.unreadableReason() != null)
                .findFirst()
                .map(document -> "a policy cannot be read: " + document.unreadableReason())
                .orElse(null);
    }

    /** Looks for a request in the set. */
    public Answer find() {
        String unreadable = unreadable();
        if (unreadable != null) {
            return new Answer.Unknown(unreadable);
        }
        try {
            Budget budget = new Budget(work);
            List<Rule> rules = rules();
            ActionSpace space = new ActionSpace(rules, budget);
            Search search = new Search(node, layers(), rules, space, principals(), filter, budget);
            Answer answer = new Answer.None();
            for (Actions actions : space.cells()) {
                Answer one = search.among(actions);
                if (one instanceof Answer.Found) {
                    return one;
                }
                answer = one instanceof Answer.Unknown ? one : answer;
            }
            return answer;
        } catch (Budget.ExhaustedException tooHard) {
            return new Answer.Unknown("the policies are too hard to compare");
        }
    }

    /** Everything in the set, by groups of actions for which the same statements matter. */
    public List<Group> groups() {
        String unreadable = unreadable();
        if (unreadable != null) {
            return List.of(new Group(List.of(), new Answer.Unknown(unreadable)));
        }
        List<Group> groups = new ArrayList<>();
        try {
            Budget budget = new Budget(work);
            List<Rule> rules = rules();
            ActionSpace space = new ActionSpace(rules, budget);
            Search search = new Search(node, layers(), rules, space, principals(), filter, budget);
            for (Actions actions : space.cells()) {
                Answer one = search.among(actions);
                if (!one.isNone()) {
                    groups.add(new Group(
                            actions.rest() ? List.of("*") : space.known(actions.service(), actions.covering()), one));
                }
            }
        } catch (Budget.ExhaustedException tooHard) {
            groups.add(new Group(List.of(), new Answer.Unknown("the policies are too hard to compare")));
        }
        return List.copyOf(groups);
    }

    /** The callers for whom there is a request in the set; those for whom it is not known are in it. */
    public Set<PolicyPrincipal> callers() {
        Set<PolicyPrincipal> found = new LinkedHashSet<>();
        for (PolicyPrincipal principal : new HashSet<>(principals())) {
            if (!new Question(node)
                    .among(List.of(principal))
                    .keys(filter::takes)
                    .work(work)
                    .find()
                    .isNone()) {
                found.add(principal);
            }
        }
        return found;
    }
}
