package dev.glasshouse.access;

import dev.glasshouse.access.Way.Become;
import dev.glasshouse.access.Way.Need;
import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Survey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ways that nobody walks alone. Whom one has reached one keeps, so that each call of a way may be made by another, and one may
 * change the rights of another that was reached as well. Who passes a role makes the calls of the way by itself.
 */
final class Together {

    /** How many of those who may do something are tried: the first reached ones. */
    private static final int MOST_ABLE = 4;

    /** How often it is asked at most whether somebody's policies leave something open. */
    private static final long MOST_TRIES = 5_000_000;

    /** Those that several may walk. */
    private static final List<Way> WAYS = Ways.all().stream()
            .filter(way -> way.whom().isSelf() || way.needs().size() + (way.become() == Become.TRUST ? 1 : 0) > 1)
            .filter(way -> !way.passesRole() && way.whom() != Way.Whom.ANY_ROLE)
            .toList();

    private final Edges edges;
    private final Map<String, Side> sides = new LinkedHashMap<>();
    private final Map<String, Boolean> possible = new HashMap<>();
    private long tries;

    Together(Edges edges) {
        this.edges = edges;
    }

    /**
     * Somebody who was reached.
     *
     * @param stance who, with its rights by then
     * @param path the edges that lead there, in order; none to who searches
     */
    record Held(Stance stance, List<Paths.Edge> path) {
        Held {
            path = List.copyOf(path);
        }
    }

    /** Who was reached in an account, and who of them has an action in its policies. */
    private static final class Side {
        private final List<Held> held = new ArrayList<>();
        private final Map<String, List<Held>> able = new HashMap<>();
    }

    /** Whether all was looked at. */
    boolean complete() {
        return tries <= MOST_TRIES;
    }

    /** Takes note of somebody reached; to be told in the order of reaching. */
    void reached(Held one) {
        if (one.stance().caller().kind() == Caller.Kind.ROOT) {
            return;
        }
        Side side = sides.computeIfAbsent(one.stance().caller().account(), account -> new Side());
        side.held.add(one);
        Set<String> asked = new HashSet<>(); // several ways need the same action
        for (Way way : WAYS) {
            for (Need need : way.needs()) {
                if (asked.add(need.action()) && Edges.grants(one.stance(), need)) {
                    side.able
                            .computeIfAbsent(need.action(), action -> new ArrayList<>())
                            .add(one);
                }
            }
        }
    }

    /**
     * Whom those who were reached reach together, the shortest path to each.
     *
     * @param without accounts where it is not looked for
     * @param wanted whether a stance is of interest, by its key
     */
    Collection<Held> find(Set<String> without, Predicate<String> wanted) {
        Map<String, Held> found = new LinkedHashMap<>();
        sides.forEach((account, side) -> {
            if (side.held.size() > 1 && !without.contains(account)) {
                WAYS.forEach(way -> find(way, account, side, wanted, found));
            }
        });
        return found.values();
    }

    private void find(Way way, String account, Side side, Predicate<String> wanted, Map<String, Held> found) {
        List<List<Held>> able = able(way, side);
        if (able.isEmpty()) {
            return;
        }
        if (way.whom().isSelf()) {
            side.held.stream()
                    .filter(one -> Edges.fits(way, one.stance()))
                    .forEach(one -> attempts(new Trial(way, one.stance(), one, able), wanted, found));
            return;
        }
        for (Survey.Actor actor : edges.others(way, account)) {
            Stance subject = Stance.of(actor);
            if (wanted.test(subject.key()) || way.change() != Way.Change.NONE) {
                attempts(new Trial(way, subject, null, able), wanted, found);
            }
        }
    }

    /**
     * A way to be done to somebody.
     *
     * @param own the subject where it was reached, or null
     * @param able who may do each of what is needed, as far as the actions' names tell
     */
    private record Trial(Way way, Stance subject, @Nullable Held own, List<List<Held>> able) {}

    /** Who has each action of a way in its policies; none at all where nobody has one of them. */
    private static List<List<Held>> able(Way way, Side side) {
        List<List<Held>> able = new ArrayList<>();
        for (Need need : way.needs()) {
            // a trust policy that names somebody is enough to assume a role
            List<Held> who =
                    need.action().equals(Chains.ASSUME) ? side.held : side.able.getOrDefault(need.action(), List.of());
            if (who.isEmpty()) {
                return List.of();
            }
            able.add(who);
        }
        able.add(way.become() == Become.TRUST ? side.held : List.of());
        return able;
    }

    private void attempts(Trial trial, Predicate<String> wanted, Map<String, Held> found) {
        List<Need> needs = trial.way().needs();
        for (int i = 0; i < needs.size(); i++) {
            Need need = needs.get(i);
            if (need.on().equals("subject")
                    && trial.able().get(i).stream()
                            .noneMatch(
                                    one -> ++tries <= MOST_TRIES && edges.mayOn(one.stance(), need, trial.subject()))) {
                return;
            }
        }
        for (Subject.With with : edges.with(trial.way(), trial.subject())) {
            Stance to = edges.changed(Edges.Attempt.alone(trial.way(), trial.subject(), trial.subject(), with));
            if (!wanted.test(to.key())) {
                continue;
            }
            Held best = shortest(trial, with, to);
            Held known = found.get(to.key());
            if (best != null
                    && (known == null || best.path().size() < known.path().size())) {
                found.put(to.key(), best);
            }
        }
    }

    private @Nullable Held shortest(Trial trial, Subject.With with, Stance to) {
        List<List<Held>> choices = new ArrayList<>();
        for (int i = 0; i < trial.way().needs().size(); i++) {
            Need need = trial.way().needs().get(i);
            choices.add(first(trial.able().get(i), one -> may(trial, one, need, with)));
        }
        if (trial.way().become() == Become.TRUST) {
            String role = trial.subject().arn();
            choices.add(first(
                    trial.able().get(choices.size()),
                    one -> possible.computeIfAbsent(
                            one.stance().key() + " trusted by " + role,
                            key -> edges.trusted(one.stance(), role).possible())));
        }
        Choice best = choices.stream().anyMatch(List::isEmpty) ? null : best(trial, choices);
        if (best == null) {
            return null;
        }
        List<Stance> by = new ArrayList<>(best.by().stream().map(Held::stance).toList());
        if (trial.way().become() != Become.TRUST) {
            by.add(by.get(0));
        }
        Paths.Edge edge = edges.edge(new Edges.Attempt(trial.way(), by, trial.subject(), with));
        if (edge == null) {
            return null;
        }
        List<Paths.Edge> path = new ArrayList<>(best.path());
        path.add(edge);
        return new Held(to, path);
    }

    private static List<Held> first(List<Held> all, Predicate<Held> may) {
        return all.stream().filter(may).limit(MOST_ABLE).toList();
    }

    private boolean may(Trial trial, Held one, Need need, Subject.With with) {
        tries++;
        if (need.on().equals("subject") && !edges.mayOn(one.stance(), need, trial.subject())) {
            return false;
        }
        String key = String.join(
                " ",
                one.stance().key(),
                trial.way().id(),
                need.action(),
                trial.subject().arn(),
                String.valueOf(with));
        return possible.computeIfAbsent(
                key,
                asked -> edges.ask(trial.way(), one.stance(), need, trial.subject(), with)
                        .outlook()
                        .possible());
    }

    private record Choice(List<Held> by, List<Paths.Edge> path) {}

    /** Of all choices of who does what the one whose paths together are the shortest. */
    private static @Nullable Choice best(Trial trial, List<List<Held>> choices) {
        List<List<Held>> all = new ArrayList<>(List.of(List.of()));
        for (List<Held> next : choices) {
            List<List<Held>> longer = new ArrayList<>();
            for (List<Held> by : all) {
                for (Held one : next) {
                    List<Held> more = new ArrayList<>(by);
                    more.add(one);
                    longer.add(more);
                }
            }
            all = longer;
        }
        Choice best = null;
        for (List<Held> by : all) {
            Choice choice = choice(trial, by);
            if (choice != null
                    && (best == null || choice.path().size() < best.path().size())) {
                best = choice;
            }
        }
        return best;
    }

    /** The paths of all put one after the other; null where one alone would do, or where a path changes the rights of another. */
    private static @Nullable Choice choice(Trial trial, List<Held> by) {
        List<Held> used = new ArrayList<>(by);
        if (trial.own() != null) {
            used.add(trial.own());
        }
        if (used.stream().map(one -> one.stance().key()).distinct().count() < 2) {
            return null;
        }
        Set<Paths.Edge> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Paths.Edge> path = new ArrayList<>();
        for (Held one : used) {
            one.path().stream().filter(seen::add).forEach(path::add);
        }
        for (Held one : used) {
            Set<Paths.Edge> own = Collections.newSetFromMap(new IdentityHashMap<>());
            own.addAll(one.path());
            boolean changed = path.stream()
                    .anyMatch(edge -> edge.to().equals(one.stance().arn())
                            && edge.way().change() != Way.Change.NONE
                            && !own.contains(edge));
            if (changed) {
                return null;
            }
        }
        return new Choice(by, path);
    }
}
