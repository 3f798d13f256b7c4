package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Plays labs. */
@Command(name = "lab", description = "Play a lab.", mixinStandardHelpOptions = true)
final class LabCommand implements Runnable {

    @Option(names = "--json", description = "Print JSON.", scope = ScopeType.INHERIT)
    private boolean json;

    @Option(
            names = "--sandbox",
            description =
                    "The lab's sandbox (default: the one whose endpoint GLASSHOUSE_ENDPOINT names, or the only one).",
            scope = ScopeType.INHERIT)
    private @Nullable String sandbox;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        list();
    }

    private void say(String line) {
        Output.print(spec, line);
    }

    private String path(String what) {
        return ControlClient.path(sandbox, what.isEmpty() ? "lab" : "lab/" + what);
    }

    @Command(description = "List the labs.")
    void list() {
        JsonNode labs = LocalSimulator.running().get("labs");
        if (json) {
            say(labs.toPrettyString());
            return;
        }
        for (JsonNode lab : labs) {
            say(String.format(
                    "%-30s %-8s %3d min  %s%s",
                    lab.path("id").asText(),
                    lab.path("difficulty").asText(),
                    lab.path("minutes").asInt(),
                    lab.path("title").asText(),
                    lab.path("sandboxes").isEmpty() ? "" : "  (started)"));
        }
    }

    @Command(
            description = {
                "Start a lab, or go on with one; start a simulator if none runs.",
                "The story goes to standard error and the exports to standard output: eval \"$(glasshouse lab start ID)\"."
            })
    void start(
            @Parameters(paramLabel = "ID", description = "The lab.") String id,
            @Option(names = "--seed", description = "What this learner's names and values derive from.") @Nullable
                    String seed) {
        Map<String, String> body = new LinkedHashMap<>();
        if (sandbox != null) {
            body.put("sandbox", sandbox);
        }
        if (seed != null) {
            body.put("seed", seed);
        }
        JsonNode begun = LocalSimulator.running().post("labs/" + id, body);
        if (json) {
            say(begun.toPrettyString());
            return;
        }
        Output.tell(spec, begun.path("title").asText() + (begun.path("fresh").asBoolean() ? "" : " (going on)"));
        Output.tell(spec, "");
        Output.tell(spec, begun.path("story").asText());
        objectives(begun, line -> Output.tell(spec, line));
        Output.tell(spec, "");
        Output.tell(
                spec,
                "Your keys: " + begun.path("access").path(0).path("about").asText()
                        + ". Stuck? glasshouse lab hint. How far? glasshouse lab check.");
        Output.tell(spec, "");
        exports(begun, begun.path("access").path(0), begun.path("region").asText());
    }

    private void exports(JsonNode begun, JsonNode keys, String region) {
        String endpoint = begun.path("endpoint").asText();
        EnvCommand.exports(endpoint, region, EnvCommand.credentials(keys)).forEach(this::say);
    }

    @Command(description = "Say which objectives are reached.")
    void status() {
        JsonNode status = ControlClient.find().get(path(""));
        if (json) {
            say(status.toPrettyString());
            return;
        }
        say(status.path("title").asText() + " (sandbox "
                + status.path("sandbox").asText() + ")");
        objectives(status, this::say);
    }

    @Command(description = "Check what was reached, and hand out what that opens. Exit code 0: solved, 1: not yet.")
    int check() {
        JsonNode status = ControlClient.find().get(path("check"));
        boolean solved = status.path("solved").asBoolean();
        if (json) {
            say(status.toPrettyString());
            return solved ? 0 : 1;
        }
        objectives(status, this::say);
        say("");
        for (JsonNode access : status.path("access")) {
            say("You have the keys of " + access.path("about").asText() + ": eval \"$(glasshouse env "
                    + access.path("principal").asText() + ")\"");
        }
        say(solved ? "Solved." : "Not solved yet.");
        return solved ? 0 : 1;
    }

    private static void objectives(JsonNode status, Consumer<String> out) {
        for (JsonNode objective : status.path("objectives")) {
            out.accept((objective.path("reached").asBoolean() ? "  [x] " : "  [ ] ")
                    + objective.path("title").asText());
        }
    }

    @Command(description = "Give the next hint for the first open objective.")
    void hint() {
        JsonNode hint = ControlClient.find().post(path("hint"), Map.of());
        if (json) {
            say(hint.toPrettyString());
            return;
        }
        say(hint.hasNonNull("hint") ? hint.path("hint").asText() : "There are no more hints.");
    }

    @Command(description = "Return to the lab's start.")
    void reset() {
        JsonNode status = ControlClient.find().post(path("reset"), Map.of());
        say(json ? status.toPrettyString() : "Back at the start.");
    }
}
