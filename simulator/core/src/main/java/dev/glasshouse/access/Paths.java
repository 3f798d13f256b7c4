package dev.glasshouse.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.Outlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways up from a principal: what it can become by the published ways of getting rights that one was not given.
 *
 * @param from the principal
 * @param administrator for which calls it is an administrator already
 * @param up the shortest path to each administrator that it can become, the shortest first
 * @param across the shortest path to each other principal that it can become
 * @param complete whether all was looked at; false where there was too much, so that no path found means nothing
 */
public record Paths(String from, Outlook administrator, List<Path> up, List<Path> across, boolean complete) {

    public Paths {
        up = List.copyOf(up);
        across = List.copyOf(across);
    }

    /** Whether the principal is or can become an administrator, as far as is known; what was not looked at counts. */
    public boolean leadToAdministrator() {
        return administrator.possible() || !up.isEmpty() || !complete;
    }

    /**
     * A path.
     *
     * @param to the principal at its end
     * @param administrator for which calls that is an administrator then
     * @param edges its edges, in order
     * @param proof what came of walking it in a fork; null where it was not walked
     */
    public record Path(
            String to,
            Outlook administrator,
            List<Edge> edges,
            @Nullable Proof proof) {
        public Path {
            edges = List.copyOf(edges);
        }

        /** Whether every call of it is simulated, so that it can be walked. */
        public boolean walkable() {
            return edges.stream().allMatch(Edge::walkable);
        }

        /** Whether some edge depends on what calls are like. */
        public boolean conditional() {
            return administrator.chance() == Outlook.Chance.SOMETIMES
                    || edges.stream().anyMatch(edge -> edge.outlook().chance() == Outlook.Chance.SOMETIMES);
        }

        Path proved(Proof walked) {
            return new Path(to, administrator, edges, walked);
        }
    }

    /**
     * An edge: one way, walked by one principal, or by several that were reached.
     *
     * @param way the way
     * @param from who walks it, or makes its first call
     * @param to the principal that is reached: the same one where its rights change
     * @param needs what the engine was asked, all of which is allowed
     * @param calls the calls that walk it, in order
     * @param walkable whether they are all simulated
     */
    public record Edge(
            Way way, String from, String to, List<Allowed> needs, List<PlannedCall> calls, boolean walkable) {
        public Edge {
            needs = List.copyOf(needs);
            calls = List.copyOf(calls);
        }

        /** Who else must have been reached, as nobody may make all of the calls; empty where one walks it alone. */
        public List<String> together() {
            return calls.stream()
                    .map(PlannedCall::as)
                    .filter(as -> !as.equals(from))
                    .distinct()
                    .toList();
        }

        /** For which calls all that is needed is allowed. */
        public Outlook outlook() {
            return needs.stream().map(Allowed::outlook).reduce(Outlook.ALWAYS, Outlook::and);
        }
    }

    /** Something that is allowed, and for which calls. */
    public record Allowed(String action, String resource, Outlook outlook) {}

    /**
     * A call with its input; of calls that are not simulated the input says what is known of it.
     *
     * @param as who makes it: of all that were reached by then one who may
     */
    public record PlannedCall(String as, String operation, JsonNode input) {}

    /**
     * What came of walking a path.
     *
     * @param proved whether all calls succeeded and the end is what was said
     * @param reason why not, or what was seen at the end
     * @param calls the calls that were made
     */
    public record Proof(boolean proved, String reason, List<MadeCall> calls) {
        public Proof {
            calls = List.copyOf(calls);
        }
    }

    /**
     * A call that was made.
     *
     * @param as who made it
     * @param error the error's code, or null where it succeeded
     */
    public record MadeCall(
            String as,
            String operation,
            JsonNode input,
            @Nullable String error) {}
}
