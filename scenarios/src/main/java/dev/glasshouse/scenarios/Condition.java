package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When an objective is reached. In a file it is an object with one member:
 *
 * <ul>
 *   <li>{@code trail}: an event since the lab began matches the {@link Pattern}; all categories count, whatever a learner
 *       can see of them
 *   <li>{@code decision}: a question that was asked of the policy engine since the lab began matches the pattern; it has
 *       {@code service}, {@code operation}, {@code caller}, {@code action}, {@code resource}, {@code decision} and
 *       {@code deniedBy}
 *   <li>{@code state}: an administrator, of the member account {@code account} where one is named, who makes the call of the
 *       {@link Step} now gets an answer whose output matches the pattern {@code gives}, or the error {@code fails}
 *   <li>{@code replay}: the script of that name, run now, {@code passes}, or else each of the steps under {@code stops} fails
 *   <li>{@code all}, {@code any}: a list of conditions; {@code not}: one
 * </ul>
 *
 * Conditions look and never touch: what they run, they run on a fork.
 */
sealed interface Condition {

    /** An event of the trail. */
    record Trail(Pattern pattern) implements Condition {}

    /** A question to the policy engine. */
    record Decided(Pattern pattern) implements Condition {}

    /** What a call says of the state. */
    record State(Step step, Pattern gives) implements Condition {}

    /**
     * What becomes of a script.
     *
     * @param stops the ids of the steps that must fail; if there are none, the whole script must pass
     */
    record Replay(String script, Set<String> stops) implements Condition {
        public Replay {
            stops = Set.copyOf(stops);
        }
    }

    /** Each of them. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** One of them at least. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** The opposite. */
    record Not(Condition part) implements Condition {}

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Condition parse(JsonNode json) {
        if (!json.isObject() || json.size() != 1) {
            throw new IllegalArgumentException("a condition is an object with one member, not " + json);
        }
        Map.Entry<String, JsonNode> only = json.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "trail" -> new Trail(Pattern.parse(value));
            case "decision" -> new Decided(Pattern.parse(value));
            case "state" -> state(value);
            case "replay" -> replay(value);
            case "all" -> new All(parts(value));
            case "any" -> new Any(parts(value));
            case "not" -> new Not(parse(value));
            default -> throw new IllegalArgumentException("there is no condition " + only.getKey());
        };
    }

    private static List<Condition> parts(JsonNode json) {
        List<Condition> parts = new ArrayList<>();
        json.forEach(part -> parts.add(parse(part)));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a list of conditions is empty");
        }
        return parts;
    }

    private static State state(JsonNode json) {
        Members members = new Members(json, Set.of("account", "call", "with", "in", "fails", "gives"));
        Step step = new Step(
                null,
                json.hasNonNull("account") ? members.text("account") + ":admin" : "admin",
                members.text("call"),
                json.get("with"),
                json.hasNonNull("in") ? members.text("in") : null,
                Map.of(),
                json.hasNonNull("fails") ? members.text("fails") : null,
                null);
        if (step.fails() == null && !json.hasNonNull("gives")) {
            throw new IllegalArgumentException("a state says what the call gives or how it fails: " + json);
        }
        return new State(
                step, json.hasNonNull("gives") ? Pattern.parse(json.get("gives")) : new Pattern(new LinkedHashMap<>()));
    }

    private static Replay replay(JsonNode json) {
        Members members = new Members(json, Set.of("script", "stops", "passes"));
        List<String> stops = new ArrayList<>();
        json.path("stops").forEach(id -> stops.add(id.asText()));
        if (stops.isEmpty() != json.path("passes").asBoolean()) {
            throw new IllegalArgumentException("a replay either passes or stops at steps: " + json);
        }
        return new Replay(members.text("script"), Set.copyOf(stops));
    }

    /** Members of an object, of which only some are known. */
    record Members(JsonNode json, Set<String> known) {
        public Members {
            json.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(name + " is not one of " + known);
                }
            });
        }

        String text(String name) {
            if (!json.path(name).isTextual()) {
                throw new IllegalArgumentException(name + " is missing in " + json);
            }
            return json.path(name).asText();
        }
    }
}
