package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays steps in a sandbox, one after the other, with what earlier ones kept. */
final class Player {

    private static final String AGENT =
            "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13.7 cfg/retry-mode#standard";

    private final Simulator simulator;
    private final Sandbox sandbox;
    private final Control control;
    private final boolean setUp;
    private final Map<String, Credentials> actors = new HashMap<>();
    private Variables variables;

    private Player(Simulator simulator, Sandbox sandbox, Variables variables, boolean setUp) {
        this.simulator = simulator;
        this.sandbox = sandbox;
        this.control = simulator.control(sandbox);
        this.variables = variables;
        this.setUp = setUp;
    }

    /** One that plays what people do: users have the keys that they have. */
    Player(Simulator simulator, Sandbox sandbox, Variables variables) {
        this(simulator, sandbox, variables, false);
    }

    /** One that sets a lab up: users who act get keys where they have none yet. */
    static Player forSetUp(Simulator simulator, Sandbox sandbox, Variables variables) {
        return new Player(simulator, sandbox, variables, true);
    }

    /**
     * How a step ended.
     *
     * @param step the step
     * @param answer the answer, or null where nobody could make the call: its credentials were never kept
     */
    record Played(Step step, ApiClient.@Nullable Answer answer) {

        /** Whether the call ended as the step says. */
        boolean asSaid() {
            String wanted = step.fails() == null ? "" : step.fails();
            return answer != null && answer.errorCode().equals(wanted);
        }

        /** Whether the call did what it asks for. */
        boolean succeeded() {
            return answer != null && answer.error() == null;
        }

        @Override
        public String toString() {
            String end = answer == null
                    ? "could not be made"
                    : answer.error() == null ? "succeeded" : "ended with " + answer.error();
            return step.call() + " as " + step.as() + " " + end;
        }
    }

    /** Plays all steps, however each ends. */
    List<Played> play(List<Step> steps) {
        return steps.stream().map(this::play).toList();
    }

    /**
     * Plays all steps, each of which must end as it says.
     *
     * @throws IllegalStateException if one does not
     */
    void require(List<Step> steps) {
        for (Step step : steps) {
            Played played = play(step);
            if (!played.asSaid()) {
                throw new IllegalStateException("in the script " + played);
            }
        }
    }

    Variables variables() {
        return variables;
    }

    Played play(Step step) {
        if (!step.waits().isZero()) {
            sandbox.advance(step.waits());
        }
        Credentials caller = null;
        if (!step.as().equals("anonymous")) {
            caller = credentials(variables.fill(step.as()));
            if (caller == null) {
                return new Played(step, null);
            }
        }
        JsonNode input;
        try {
            input = variables.fill(step.with());
        } catch (IllegalArgumentException e) {
            // it needs what an earlier step would have kept
            return new Played(step, null);
        }
        ApiClient client = simulator.client(sandbox, caller).agent(AGENT);
        ApiClient.Answer answer = (step.in() == null ? client : client.in(step.in())).call(step.call(), input);
        step.keep().forEach((name, pointer) -> keep(name, answer.output().at(pointer)));
        return new Played(step, answer);
    }

    private void keep(String name, JsonNode value) {
        if (value.has("AccessKeyId")) {
            actors.put(
                    name,
                    new Credentials(
                            name,
                            value.path("AccessKeyId").asText(),
                            value.path("SecretAccessKey").asText(),
                            value.hasNonNull("SessionToken")
                                    ? value.path("SessionToken").asText()
                                    : null));
        } else if (!value.isMissingNode()) {
            variables = variables.with(name, value.asText());
        }
    }

    private @Nullable Credentials credentials(String actor) {
        Credentials kept = actors.get(actor);
        if (kept != null) {
            return kept;
        }
        if (!Principals.isPrincipal(actor)) {
            return null;
        }
        String arn = Principals.arn(variables, actor);
        try {
            return setUp || Principals.isRole(actor)
                    ? control.credentials(arn)
                    : control.held(arn).orElse(null);
        } catch (IllegalArgumentException e) {
            // a principal that was deleted can do nothing any more
            return null;
        }
    }
}
