package dev.glasshouse.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.access.Paths.MadeCall;
import dev.glasshouse.access.Paths.Proof;
import dev.glasshouse.access.Way.Become;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks a path in a fork that nobody else sees: each call is really made, with the credentials won so far. */
final class Walker {

    private final Sandbox fork;
    private final Simulator simulator;
    private final List<MadeCall> made = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, Credentials> won = new HashMap<>();

    private Walker(Sandbox fork, Credentials credentials) {
        this.fork = fork;
        this.simulator = Simulator.of(fork);
        won.put(Control.of(fork).survey().holder(credentials.accessKeyId()).arn(), credentials);
    }

    /** A walk that ended before its goal. */
    private static final class Stuck extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Stuck(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /**
     * Walks a path.
     *
     * @param start an ARN of the principal that walks, or an access key that it holds
     */
    static Proof walk(Sandbox sandbox, String start, Paths.Path path) {
        if (!path.walkable()) {
            String missing = path.edges().stream()
                    .filter(edge -> !edge.walkable())
                    .map(edge -> edge.way().title())
                    .findFirst()
                    .orElse("");
            return new Proof(false, "service not simulated: " + missing, List.of());
        }
        Sandbox fork = sandbox.host().scratch(sandbox);
        Credentials first;
        try {
            first = credentials(fork, start);
        } catch (IllegalArgumentException e) {
            return new Proof(false, "no credentials to begin with: " + e.getMessage(), List.of());
        }
        Walker walker = new Walker(fork, first);
        try {
            return new Proof(true, walker.all(path), walker.made);
        } catch (Stuck e) {
            return new Proof(false, e.reason, walker.made);
        }
    }

    private static Credentials credentials(Sandbox fork, String start) {
        if (start.startsWith("arn:")) {
            return Control.of(fork).credentials(start);
        }
        String token = start.startsWith("ASIA") ? fork.sessionToken(start) : null;
        return new Credentials(start, start, fork.secretAccessKey(start), token);
    }

    private String all(Paths.Path path) throws Stuck {
        for (Paths.Edge edge : path.edges()) {
            walk(edge);
        }
        JsonNode identity = call(path.to(), "sts:GetCallerIdentity", JsonNodeFactory.instance.objectNode());
        Survey survey = Control.of(fork).survey();
        Survey.Actor end = survey.holder(credentials(path.to()).accessKeyId());
        if (!end.arn().equals(path.to())) {
            throw new Stuck("the path ends as " + end.arn());
        }
        boolean administrator = new Administrators(survey).outlook(end).chance() == Outlook.Chance.ALWAYS;
        if (path.administrator().chance() == Outlook.Chance.ALWAYS && !administrator) {
            throw new Stuck(end.arn() + " is no administrator");
        }
        String seen = identity.path("Arn").asText() + (administrator ? " is an administrator" : " answers");
        return remarks.isEmpty() ? seen : seen + "; " + String.join("; ", remarks);
    }

    private void walk(Paths.Edge edge) throws Stuck {
        JsonNode last = JsonNodeFactory.instance.objectNode();
        for (Paths.PlannedCall call : edge.calls()) {
            last = call(call.as(), call.operation(), call.input());
        }
        Become become = edge.way().become();
        if (become == null) {
            return;
        }
        switch (become) {
            case KEY -> won(edge, last.path("AccessKey"));
            case ASSUME, TRUST -> won(edge, last.path("Credentials"));
            case PASSWORD -> {
                won.put(edge.to(), Control.of(fork).credentials(edge.to()));
                remarks.add(
                        "the password was set; the console is not simulated, so that keys of the user stand for it");
            }
            case SERVICE -> throw new Stuck("what services run is not simulated");
        }
    }

    /** Keeps keys as IAM and STS answer them; only those of sessions come with a token. */
    private void won(Paths.Edge edge, JsonNode keys) {
        won.put(
                edge.to(),
                new Credentials(
                        edge.to(),
                        keys.path("AccessKeyId").asText(),
                        keys.path("SecretAccessKey").asText(),
                        keys.hasNonNull("SessionToken")
                                ? keys.path("SessionToken").asText()
                                : null));
    }

    private Credentials credentials(String arn) {
        return Objects.requireNonNull(won.get(arn), arn);
    }

    private JsonNode call(String as, String operation, JsonNode input) throws Stuck {
        Credentials credentials = credentials(as);
        ApiClient.Answer answer = simulator.client(fork, credentials).call(operation, input);
        @Nullable String error = answer.error() == null ? null : answer.error().code();
        made.add(new MadeCall(credentials.principal(), operation, input, error));
        if (answer.error() != null) {
            throw new Stuck(
                    operation + " was answered " + error + ": " + answer.error().message());
        }
        return answer.output();
    }
}
