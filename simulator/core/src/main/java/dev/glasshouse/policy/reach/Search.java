package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.reach.ActionSpace.Actions;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Node.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a request cell by cell: actions, callers, resources, and last what conditions can hold together. What cannot
 * matter any more is dropped as soon as it is known; what was looked through for some rules is not looked through again.
 */
final class Search {

    private static final int MOST_TRIES = 64;

    private final Node node;
    private final List<Layer> layers;
    private final List<Rule> rules;
    private final ActionSpace actions;
    private final List<PolicyPrincipal> principals;
    private final KeySpace.Filter filter;
    private final Budget budget;
    private final ResourceSpace resources;
    private final Atoms atoms;
    private final BitSet pivots;
    private final boolean principalsMatter;
    private final Set<BitSet> empty = new HashSet<>();
    private int tries;

    Search(
            Node node,
            List<Layer> layers,
            List<Rule> rules,
            ActionSpace actions,
            List<PolicyPrincipal> principals,
            KeySpace.Filter filter,
            Budget budget) {
        this.node = node;
        this.layers = layers;
        this.rules = rules;
        this.actions = actions;
        this.principals = principals;
        this.filter = filter;
        this.budget = budget;
        this.resources = new ResourceSpace(rules, budget);
        this.atoms = new Atoms(rules);
        this.pivots = new BitSet();
        this.principalsMatter = rules.stream().anyMatch(Rule::hasPrincipal);
        pivots(node);
    }

    /**
     * For every request that is in the set there is a way to read its resource, variables standing for themselves, in
     * which a statement that allows it fits for certain. So the Allow statements of one layer that must allow need not be
     * tried where they only may fit.
     */
    private boolean pivots(Node at) {
        if (at instanceof Layer layer) {
            BitSet allowing = new BitSet();
            for (int i = 0; i < layer.rules().size(); i++) {
                Rule rule = layer.rules().get(i);
                allowing.set(layer.first() + i, rule.allow() && !rule.notResource());
            }
            boolean any = allowing.stream().anyMatch(r -> resources.hasVariables(rules.get(r)));
            if (any) {
                pivots.or(allowing);
            }
            return any;
        }
        return at instanceof Node.Both both && (pivots(both.one()) || pivots(both.other()));
    }

    /** What is found for some actions. */
    Answer among(Actions asked) {
        Truth[] states = new Truth[rules.size()];
        if (narrow(asked.covering(), states) == Truth.NO) {
            return new Answer.None();
        }
        Answer answer = new Answer.None();
        for (PolicyPrincipal principal : principals) {
            BitSet live = asked.covering();
            if (principalsMatter) {
                live = covering(asked, principal);
                if (narrow(live, states) == Truth.NO) {
                    continue;
                }
            }
            if (empty.contains(live)) {
                continue;
            }
            Answer one = resources(asked, principal, live);
            if (one instanceof Answer.Found) {
                return one;
            }
            if (one instanceof Answer.Unknown) {
                answer = one;
            } else {
                empty.add(live);
            }
        }
        return answer;
    }

    private Truth narrow(BitSet live, Truth[] states) {
        Arrays.fill(states, Truth.NO);
        live.stream().forEach(r -> states[r] = Truth.OPEN);
        budget.spend(states.length);
        return node.truth(states);
    }

    private BitSet covering(Actions asked, PolicyPrincipal principal) {
        BitSet live = (BitSet) asked.covering().clone();
        PolicyRequest request = Judge.resource(new Witness(principal, asked.action(), "*", ContextKeys.EMPTY));
        for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
            StatementView statement = rules.get(r).statement();
            if (statement != null && statement.hasPrincipal()) {
                budget.spend(8);
                live.set(r, statement.coversPrincipal(request));
            }
        }
        return live;
    }

    private Answer resources(Actions asked, PolicyPrincipal principal, BitSet live) {
        Answer answer = new Answer.None();
        Set<Object> seen = new HashSet<>();
        for (Cell cell : resources.cells(live)) {
            Leaf leaf = new Leaf(cell, live);
            if (seen.contains(leaf.needs)) {
                continue;
            }
            leaf.solve();
            if (!leaf.reached) {
                seen.add(leaf.needs);
            } else {
                Witness found = leaf.confirmed(asked, principal);
                if (found != null) {
                    return new Answer.Found(found, Judge.matches(layers, found));
                }
                answer = new Answer.Unknown(
                        "what the policies compare by variables or in several ways is not worked out");
            }
        }
        return answer;
    }

    /** One cell of requests, of which only the conditions are open. */
    private final class Leaf {
        private final Cell cell;
        /** For each rule that covers the cell the atoms that it needs. */
        private final Map<Integer, Set<Integer>> needs = new HashMap<>();

        private final Truth[] states = new Truth[rules.size()];
        private final Map<Integer, Truth> held = new HashMap<>();
        private final Map<Atoms.Group, KeySpace.Choice> chosen = new HashMap<>();
        private final List<Found> found = new ArrayList<>();
        private boolean reached;

        Leaf(Cell cell, BitSet live) {
            this.cell = cell;
            for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
                Truth covers = resources.covers(r, cell);
                if (covers == Truth.OPEN && pivots.get(r)) {
                    covers = Truth.NO;
                }
                if (covers == Truth.NO) {
                    continue;
                }
                Set<Integer> needed = new HashSet<>();
                for (int atom : atoms.ofRule(r)) {
                    needed.add(atom);
                }
                if (covers == Truth.OPEN) {
                    needed.add(variable(r));
                }
                needs.put(r, needed);
            }
        }

        private int variable(int r) {
            Rule rule = rules.get(r);
            String patterns = rule.notResource()
                    ? "not " + rule.allow() + " " + rule.resources()
                    : resources.undecided(r, cell).toString();
            return atoms.free(patterns);
        }

        /** What held when the set was reached. */
        private record Found(Map<Integer, Truth> held, List<KeySpace.Choice> choices) {}

        void solve() {
            solve(0);
        }

        private boolean solve(int depth) {
            Truth truth = settle();
            if (truth == Truth.NO) {
                return false;
            }
            if (truth == Truth.YES) {
                reached = true;
                found.add(new Found(new HashMap<>(held), List.copyOf(chosen.values())));
                return found.size() >= MOST_TRIES / 8
                        || chosen.keySet().stream().noneMatch(group -> group.free);
            }
            Atoms.Group group = open();
            if (group == null) {
                return false;
            }
            Set<BitSet> tried = new HashSet<>();
            for (KeySpace.Choice choice : group.choices(filter, budget)) {
                BitSet relevant = relevant(group, choice);
                if (!tried.add(relevant)) {
                    continue;
                }
                for (int i = 0; i < group.atoms.length; i++) {
                    held.put(group.atoms[i], choice.holding().get(i) ? Truth.YES : Truth.NO);
                }
                chosen.put(group, choice);
                boolean enough = solve(depth + 1);
                chosen.remove(group);
                for (int atom : group.atoms) {
                    held.remove(atom);
                }
                if (enough) {
                    return true;
                }
            }
            return false;
        }

        private BitSet relevant(Atoms.Group group, KeySpace.Choice choice) {
            BitSet relevant = new BitSet();
            for (int i = 0; i < group.atoms.length; i++) {
                int atom = group.atoms[i];
                relevant.set(
                        i, choice.holding().get(i) && needs.values().stream().anyMatch(all -> all.contains(atom)));
            }
            budget.spend(group.atoms.length);
            return relevant;
        }

        private Truth settle() {
            Arrays.fill(states, Truth.NO);
            for (Map.Entry<Integer, Set<Integer>> entry : needs.entrySet()) {
                Truth state = Truth.YES;
                for (int atom : entry.getValue()) {
                    state = state.and(held.getOrDefault(atom, Truth.OPEN));
                }
                budget.spend(4 + entry.getValue().size());
                states[entry.getKey()] = state;
            }
            budget.spend(states.length / 8);
            return node.truth(states);
        }

        private Atoms.@Nullable Group open() {
            for (Map.Entry<Integer, Set<Integer>> entry : needs.entrySet()) {
                if (states[entry.getKey()] == Truth.OPEN) {
                    for (int atom : entry.getValue()) {
                        if (!held.containsKey(atom)) {
                            return atoms.groupOf(atom);
                        }
                    }
                }
            }
            return null;
        }

        @Nullable
        Witness confirmed(Actions asked, PolicyPrincipal principal) {
            for (Found one : found) {
                if (++tries > MOST_TRIES) {
                    return null;
                }
                budget.spend(200L + 20L * rules.size());
                for (Witness witness :
                        new Concrete(atoms, resources, cell, one.held(), one.choices()).requests(asked, principal)) {
                    if (Judge.holds(node, witness)) {
                        return Polish.polished(node, rules, actions, asked, witness);
                    }
                }
            }
            return null;
        }
    }
}
