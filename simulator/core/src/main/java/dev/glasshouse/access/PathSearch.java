package dev.glasshouse.access;

import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Searches breadth first, so that the first path to somebody is a shortest one. */
final class PathSearch {

    /** How many questions are put to the engine at most. */
    private static final long MOST_QUESTIONS = 3_000_000;

    private static final int MOST_STANCES = 20_000;

    private final Survey survey;
    private final Edges edges;
    private final Administrators administrators;
    private final boolean walkableOnly;
    private final boolean firstOnly;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Paths.Path> up = new ArrayList<>();
    private final Map<String, Paths.Path> across = new LinkedHashMap<>();
    private final Map<String, Outlook> known = new HashMap<>();
    private final Set<String> ends = new HashSet<>();
    private boolean complete = true;

    /**
     * A search.
     *
     * @param walkableOnly whether only what can be walked counts
     * @param firstOnly whether it ends with the first path to an administrator
     */
    PathSearch(Survey survey, List<Survey.Actor> actors, boolean walkableOnly, boolean firstOnly) {
        this.survey = survey;
        this.edges = new Edges(survey, actors);
        this.administrators = new Administrators(survey);
        this.walkableOnly = walkableOnly;
        this.firstOnly = firstOnly;
    }

    /** Somebody reached, and how. */
    private record Node(Stance stance, @Nullable Node before, Paths.@Nullable Edge edge) {

        List<Paths.Edge> path() {
            List<Paths.Edge> path = new ArrayList<>();
            for (Node node = this; node.edge() != null && node.before() != null; node = node.before()) {
                path.add(0, node.edge());
            }
            return path;
        }
    }

    Paths find(Survey.Actor start) {
        Stance stance = Stance.of(start);
        Outlook already = administrators.outlook(start);
        Node first = new Node(stance, null, null);
        nodes.put(stance.key(), first);
        Deque<Node> open = new ArrayDeque<>();
        if (already.chance() != Outlook.Chance.ALWAYS) {
            open.add(first);
        }
        while (!open.isEmpty() && !(firstOnly && !up.isEmpty())) {
            if (survey.questions() > MOST_QUESTIONS || nodes.size() > MOST_STANCES) {
                complete = false;
                break;
            }
            expand(open.remove(), open);
        }
        // to an administrator as many ways may lead as there are; the certain ones come first among those of a length
        up.sort(Comparator.comparing((Paths.Path path) -> path.edges().size())
                .thenComparing(Paths.Path::conditional)
                .thenComparing(path -> !path.walkable()));
        return new Paths(start.arn(), already, up, List.copyOf(across.values()), complete);
    }

    private void expand(Node node, Deque<Node> open) {
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
            Node next = new Node(to, node, found.edge());
            boolean isNew = nodes.putIfAbsent(to.key(), next) == null;
            // of one's own rights each way is told, of others' one
            boolean own = node.before() == null && to.arn().equals(node.stance().arn());
            if (!isNew && !(own && told.add(found.edge().way().id() + to.key()))) {
                continue;
            }
            Outlook administrator = known.computeIfAbsent(to.key(), key -> administrators.outlook(to.actor()));
            Paths.Path path = new Paths.Path(to.arn(), administrator, next.path(), null);
            if (administrator.possible() && ends.add(own ? found.edge().way().id() : to.arn())) {
                up.add(path);
            }
            if (isNew && !to.arn().equals(start())) {
                across.putIfAbsent(to.arn(), path);
            }
            if (isNew && administrator.chance() != Outlook.Chance.ALWAYS) {
                open.add(next);
            }
        }
    }

    private String start() {
        return nodes.values().iterator().next().stance().arn();
    }
}
