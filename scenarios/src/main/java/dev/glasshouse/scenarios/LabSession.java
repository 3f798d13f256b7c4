package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.gateway.LoggedCall;
import dev.glasshouse.gateway.Question;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A lab that somebody plays, in a sandbox of its own. What it says of progress it reads off the sandbox each time. */
public final class LabSession {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CALLS = 2_000;

    private final Simulator simulator;
    private final Lab lab;
    private final Sandbox sandbox;
    private final Variables variables;
    private final Instant began;
    private int hints;
    private Optional<String> hinted = Optional.empty();

    LabSession(Simulator simulator, Lab lab, Sandbox sandbox, Variables variables) {
        this.simulator = simulator;
        this.lab = lab;
        this.sandbox = sandbox;
        this.variables = variables;
        this.began = sandbox.now();
    }

    public Lab lab() {
        return lab;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** What the learner is told at the start. */
    public String story() {
        return variables.fill(lab.story());
    }

    // ---- progress

    /**
     * How far a learner is.
     *
     * @param objectives all objectives in order
     * @param access the credentials that the learner has by now
     */
    public record Status(List<Progress> objectives, List<Access> access) {
        public Status {
            objectives = List.copyOf(objectives);
            access = List.copyOf(access);
        }

        /** Whether every objective is reached. */
        public boolean solved() {
            return objectives.stream().allMatch(Progress::reached);
        }
    }

    /**
     * An objective and whether it is reached.
     *
     * @param id its name
     * @param title what the learner is told
     * @param reached whether its condition holds now
     */
    public record Progress(String id, String title, boolean reached) {}

    /**
     * Credentials that the learner has.
     *
     * @param about who that is
     * @param credentials the keys
     */
    public record Access(String about, Credentials credentials) {}

    /** How far the learner is now. Keys that somebody has deactivated or deleted are not among the credentials. */
    public Status status() {
        List<Progress> progress = lab.objectives().stream()
                .map(objective ->
                        new Progress(objective.id(), variables.fill(objective.title()), holds(objective.when())))
                .toList();
        Set<String> reached =
                progress.stream().filter(Progress::reached).map(Progress::id).collect(Collectors.toSet());
        List<Access> access = new ArrayList<>();
        for (Lab.Entry entry : lab.entry()) {
            if (entry.after() == null || reached.contains(entry.after())) {
                held(entry.principal()).ifPresent(keys -> access.add(new Access(variables.fill(entry.about()), keys)));
            }
        }
        return new Status(progress, access);
    }

    private Optional<Credentials> held(String principal) {
        try {
            return simulator.control(sandbox).held(Principals.arn(variables, principal));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the user is no more
        }
    }

    private boolean holds(JsonNode when) {
        return holds(Condition.parse(when));
    }

    private boolean holds(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().allMatch(this::holds);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().anyMatch(this::holds);
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.part());
        }
        if (condition instanceof Condition.Trail trail) {
            return anyEvent(trail.pattern());
        }
        if (condition instanceof Condition.Decided decided) {
            return anyDecision(decided.pattern());
        }
        if (condition instanceof Condition.State state) {
            return onFork(player -> {
                Player.Played played = player.play(state.step());
                return played.asSaid()
                        && played.answer() != null
                        && state.gives().matches(played.answer().output(), player.variables());
            });
        }
        return replay((Condition.Replay) condition);
    }

    private boolean anyEvent(Pattern pattern) {
        boolean[] found = {false};
        sandbox.log().newestFirst(event -> {
            if (event.time().isBefore(began)) {
                return false;
            }
            found[0] = pattern.matches(json(event), variables);
            return !found[0];
        });
        return found[0];
    }

    private static JsonNode json(LogRecord event) {
        try {
            return JSON.readTree(event.json().toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway wrote this event", e);
        }
    }

    private boolean anyDecision(Pattern pattern) {
        return simulator.control(sandbox).calls(MOST_CALLS).stream()
                .filter(call -> !call.time().isBefore(began))
                .anyMatch(call -> call.questions().stream()
                        .anyMatch(question -> pattern.matches(facts(call, question), variables)));
    }

    private static ObjectNode facts(LoggedCall call, Question question) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("service", call.service());
        facts.put("operation", call.operation());
        facts.put("caller", call.caller() == null ? "" : call.caller().arn());
        facts.put("action", question.asked().action());
        facts.put("resource", question.asked().resource());
        facts.put("decision", question.decision().effect().word());
        ArrayNode deniedBy = facts.putArray("deniedBy");
        question.decision().deniedBy().forEach(kind -> deniedBy.add(kind.word()));
        return facts;
    }

    /** Tries something on a fork that nobody else sees. */
    private boolean onFork(Predicate<Player> attempt) {
        Sandbox fork = simulator.sandboxes().scratch(sandbox);
        return attempt.test(new Player(simulator, fork, variables));
    }

    private boolean replay(Condition.Replay replay) {
        return onFork(player -> {
            List<Player.Played> played = player.play(lab.script(replay.script()));
            if (replay.stops().isEmpty()) {
                return played.stream().allMatch(Player.Played::asSaid);
            }
            return played.stream()
                    .filter(each ->
                            replay.stops().contains(String.valueOf(each.step().id())))
                    .noneMatch(Player.Played::succeeded);
        });
    }

    // ---- help

    /** The next hint for the first objective that is not reached, or nothing where there are no more. */
    public synchronized Optional<String> hint() {
        Optional<String> open = status().objectives().stream()
                .filter(objective -> !objective.reached())
                .map(Progress::id)
                .findFirst();
        List<Lab.Hint> useful = lab.hints().stream()
                .filter(hint -> open.isPresent() && hint.objective().equals(open.get()))
                .toList();
        if (!open.equals(hinted)) {
            hinted = open;
            hints = 0;
        }
        return hints < useful.size()
                ? Optional.of(variables.fill(useful.get(hints++).text()))
                : Optional.empty();
    }

    /** Returns to the start: nothing that the learner did has happened. */
    public synchronized void reset() {
        simulator.sandboxes().restore(sandbox, Simulator.BEGINNING);
        hints = 0;
    }

    /** Plays a script of the lab as if the learner did; for tests of labs. */
    List<Player.Played> play(List<Step> steps) {
        return new Player(simulator, sandbox, variables).play(steps);
    }
}
