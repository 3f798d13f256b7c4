package dev.glasshouse.access;

import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Searches breadth first, so that the first path to somebody is a shortest one. */
final class PathSearch {

    /** How many questions are put to the engine at most. */
    private static final long MOST_QUESTIONS = 3_000_000;

    private static final int MOST_STANCES = 20_000;
    private static final int MOST_STEPS = 1_000;

    private final Survey survey;
    private final Edges edges;
    private final Administrators administrators;
    private final boolean walkableOnly;
    private final boolean firstOnly;
    private final Together together;
    private final Map<String, Together.Held> nodes = new LinkedHashMap<>();
    private final List<Together.Held> open = new ArrayList<>();
    /** The accounts of which an administrator was reached: who is one needs nobody's help there. */
    private final Set<String> administered = new HashSet<>();

    private final List<Paths.Path> up = new ArrayList<>();
    private final Map<String, Paths.Path> across = new LinkedHashMap<>();
    private final Map<String, Outlook> known = new HashMap<>();
    private final Set<String> ends = new HashSet<>();
    private boolean complete = true;
    private boolean pending;

    /**
     * A search.
     *
     * @param walkableOnly whether only what can be walked counts
     * @param firstOnly whether it ends with the first path to an administrator
     */
    PathSearch(Survey survey, List<Survey.Actor> actors, boolean walkableOnly, boolean firstOnly) {
        this.survey = survey;
        this.edges = new Edges(survey, actors);
        this.together = new Together(edges);
        this.administrators = new Administrators(survey);
        this.walkableOnly = walkableOnly;
        this.firstOnly = firstOnly;
    }

    Paths find(Survey.Actor start) {
        Stance stance = Stance.of(start);
        Outlook already = administrators.outlook(start);
        Together.Held first = new Together.Held(stance, List.of());
        nodes.put(stance.key(), first);
        together.reached(first);
        if (already.chance() != Outlook.Chance.ALWAYS) {
            open.add(first);
        }
        // by the length of the paths, so that those that several walk together stand where they belong
        for (int length = 1; length <= MOST_STEPS && !(firstOnly && !up.isEmpty()); length++) {
            if (!level(length)) {
                break;
            }
        }
        complete &= together.complete();
        // to an administrator as many ways may lead as there are; the certain ones come first among those of a length
        up.sort(Comparator.comparing((Paths.Path path) -> path.edges().size())
                .thenComparing(Paths.Path::conditional)
                .thenComparing(path -> !path.walkable()));
        return new Paths(start.arn(), already, up, List.copyOf(across.values()), complete);
    }

    /** Finds the paths of a length; whether there may be longer ones. */
    private boolean level(int length) {
        List<Together.Held> last = List.copyOf(open);
        open.clear();
        for (Together.Held node : last) {
            if (firstOnly && !up.isEmpty()) {
                return false;
            }
            if (survey.questions() > MOST_QUESTIONS || nodes.size() > MOST_STANCES) {
                complete = false;
                return false;
            }
            expand(node);
        }
        if (nodes.size() > 1 && (pending || !last.isEmpty())) {
            pending = false;
            for (Together.Held next : together.find(administered, key -> !nodes.containsKey(key))) {
                boolean walkable = next.path().stream().allMatch(Paths.Edge::walkable);
                if (next.path().size() > length) {
                    pending = true;
                } else if (walkable || !walkableOnly) {
                    reach(next, true, next.stance().arn());
                }
            }
        }
        return !open.isEmpty() || pending;
    }

    private void expand(Together.Held node) {
        List<Edges.Found> all = new ArrayList<>(edges.from(node.stance(), key -> !nodes.containsKey(key)));
        all.sort(Comparator.comparing(
                        (Edges.Found found) -> found.edge().outlook().chance() != Outlook.Chance.ALWAYS)
                .thenComparing(found -> !found.edge().walkable()));
        Set<String> told = new HashSet<>();
        for (Edges.Found found : all) {
            if (walkableOnly && !found.edge().walkable()) {
                continue;
            }
            Stance to = found.to();
            boolean isNew = !nodes.containsKey(to.key());
            // of one's own rights each way is told, of others' one
            boolean own = node.path().isEmpty() && to.arn().equals(node.stance().arn());
            if (isNew || own && told.add(found.edge().way().id() + to.key())) {
                List<Paths.Edge> path = new ArrayList<>(node.path());
                path.add(found.edge());
                reach(
                        new Together.Held(to, path),
                        isNew,
                        own ? found.edge().way().id() : to.arn());
            }
        }
    }

    /** Tells of somebody reached, and goes on from there unless it is an administrator or was reached before. */
    private void reach(Together.Held next, boolean isNew, String end) {
        Stance to = next.stance();
        if (isNew) {
            nodes.put(to.key(), next);
            together.reached(next);
        }
        Outlook administrator = known.computeIfAbsent(to.key(), key -> administrators.outlook(to.actor()));
        Paths.Path path = new Paths.Path(to.arn(), administrator, next.path(), null);
        if (administrator.possible() && ends.add(end)) {
            up.add(path);
        }
        if (isNew && !to.arn().equals(start())) {
            across.putIfAbsent(to.arn(), path);
        }
        if (administrator.chance() == Outlook.Chance.ALWAYS) {
            administered.add(to.caller().account());
        } else if (isNew) {
            open.add(next);
        }
    }

    private String start() {
        return nodes.values().iterator().next().stance().arn();
    }
}
