package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for which calls a question is allowed, by asking the engine itself under suppositions: an atom is settled one
 * way and the other until the best and the worst that the rest can do agree.
 */
final class OutlookSearch {

    static final int MOST_WAYS = 16;

    /** How often the engine is asked at most. */
    private static final int MOST_QUESTIONS = 2_000;

    private final PolicyRequest request;
    private final PolicySet policies;
    private final Supposition supposition;
    private final PolicyRequest supposed;
    private final Map<Map<Integer, Boolean>, Outlook.Way> ways = new LinkedHashMap<>();
    private final Outlook.Budget budget;
    private int questions;
    private boolean denied;
    private boolean exact = true;

    OutlookSearch(PolicyRequest request, PolicySet policies, Outlook.Open open, Outlook.Budget budget) {
        this.budget = budget;
        this.request = request;
        this.policies = policies;
        this.supposition = new Supposition(open);
        this.supposed = request.supposing(supposition);
    }

    Outlook find() {
        if (!allowed(true)) {
            return Outlook.NEVER;
        }
        if (supposition.size() == 0 || allowed(false)) {
            return Outlook.ALWAYS;
        }
        explore();
        if (!exact) {
            return new Outlook(Outlook.Chance.SOMETIMES, List.copyOf(ways.values()), false);
        }
        if (ways.isEmpty()) {
            return Outlook.NEVER;
        }
        boolean proved = ways.values().stream().noneMatch(way -> way.example() == null);
        return denied ? new Outlook(Outlook.Chance.SOMETIMES, List.copyOf(ways.values()), proved) : Outlook.ALWAYS;
    }

    private boolean allowed(boolean best) {
        questions++;
        budget.take();
        supposition.hope(best);
        return PolicyEngine.decide(supposed, policies).isAllowed();
    }

    private void explore() {
        if (questions > MOST_QUESTIONS || ways.size() >= MOST_WAYS || budget.isSpent()) {
            exact = false;
            return;
        }
        if (!allowed(true)) {
            denied |= !examples().impossible();
            return;
        }
        if (allowed(false)) {
            add();
            return;
        }
        int atom = 0;
        while (supposition.settled(atom) != null) {
            atom++;
        }
        // the side first that a statement wants, so that ways read as policies do
        boolean first = !supposition.element(atom).isNegation();
        settle(atom, first);
        settle(atom, !first);
        supposition.settle(atom, null);
    }

    private void settle(int atom, boolean holds) {
        supposition.settle(atom, holds);
        explore();
    }

    /** Keeps the present assignment as a way, without what it does not need. */
    private void add() {
        Map<Integer, Boolean> whole = settled();
        Examples.Found found = examples();
        if (found.impossible()) {
            return;
        }
        Map<Integer, Boolean> needed = new TreeMap<>(whole);
        for (Integer atom : whole.keySet()) {
            supposition.settle(atom, null);
            if (allowed(false)) {
                needed.remove(atom);
            } else {
                supposition.settle(atom, whole.get(atom));
            }
        }
        ContextKeys example = examples().keys();
        whole.forEach(supposition::settle);
        boolean known = ways.keySet().stream().anyMatch(way -> needed.entrySet().containsAll(way.entrySet()));
        if (!known) {
            ways.put(needed, new Outlook.Way(terms(needed), confirmed(example) ? example : null));
        }
    }

    /** An example counts where the engine, asked with it and without suppositions, allows it. */
    private boolean confirmed(@Nullable ContextKeys example) {
        return example != null
                && PolicyEngine.decide(request.withKeys(request.keys().with(example)), policies)
                        .isAllowed();
    }

    private Map<Integer, Boolean> settled() {
        Map<Integer, Boolean> settled = new TreeMap<>();
        for (int atom = 0; atom < supposition.size(); atom++) {
            Boolean holds = supposition.settled(atom);
            if (holds != null) {
                settled.put(atom, holds);
            }
        }
        return settled;
    }

    private List<Outlook.Term> terms(Map<Integer, Boolean> needed) {
        List<Outlook.Term> terms = new ArrayList<>();
        needed.forEach((atom, holds) -> {
            ConditionElement line = supposition.element(atom);
            // an atom is the line itself, or what the line denies
            terms.add(new Outlook.Term(line.operatorName(), line.key(), line.values(), holds != line.isNegation()));
        });
        return terms;
    }

    private Examples.Found examples() {
        Map<String, List<Examples.Wanted>> byKey = new LinkedHashMap<>();
        settled().forEach((atom, holds) -> {
            ConditionElement line = supposition.element(atom);
            byKey.computeIfAbsent(line.key().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(new Examples.Wanted(line, holds != line.isNegation()));
        });
        return Examples.find(request.keys(), byKey);
    }
}
