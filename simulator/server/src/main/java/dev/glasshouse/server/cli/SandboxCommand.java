package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Makes, forks, marks, restores and deletes sandboxes. */
@Command(name = "sandbox", description = "Manage sandboxes.", mixinStandardHelpOptions = true)
final class SandboxCommand implements Runnable {

    @Option(names = "--json", description = "Print JSON.", scope = ScopeType.INHERIT)
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        list();
    }

    private void show(JsonNode node) {
        if (json) {
            Output.print(spec, node.toPrettyString());
        } else if (node.isArray()) {
            node.forEach(this::show);
        } else if (node.has("name")) {
            Output.print(
                    spec,
                    node.path("name").asText() + "  " + node.path("time").asText() + "  " + node.path("accounts"));
        } else {
            Output.print(spec, node.isTextual() ? node.asText() : node.toString());
        }
    }

    @Command(description = "List the sandboxes.")
    void list() {
        show(ControlClient.find().get("sandboxes"));
    }

    @Command(description = "Make an empty sandbox with one account.")
    void create(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--defaults",
                            description = "Year whose defaults new resources have (default: the simulator's).")
                    @Nullable
                    String defaults) {
        show(ControlClient.find()
                .post(
                        "sandboxes",
                        defaults == null ? Map.of("name", name) : Map.of("name", name, "defaults", defaults)));
    }

    @Command(description = "Make a sandbox that begins as another is now.")
    void fork(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--from", defaultValue = "default") String from) {
        show(ControlClient.find().post("sandboxes/" + from + "/fork", Map.of("name", name)));
    }

    @Command(description = "Mark the present moment.")
    void snapshot(
            @Parameters(paramLabel = "SNAPSHOT") String snapshot,
            @Option(names = "--sandbox", defaultValue = "default") String sandbox) {
        show(ControlClient.find().post("sandboxes/" + sandbox + "/snapshots", Map.of("name", snapshot)));
    }

    @Command(description = "Return to a snapshot.")
    void restore(
            @Parameters(paramLabel = "SNAPSHOT") String snapshot,
            @Option(names = "--sandbox", defaultValue = "default") String sandbox) {
        show(ControlClient.find().post("sandboxes/" + sandbox + "/restore", Map.of("snapshot", snapshot)));
    }

    @Command(
            description =
                    "Undo a call and all that came after it: the last one that changed something, or the one named.")
    void undo(
            @Parameters(paramLabel = "REQUEST-ID", arity = "0..1") @Nullable String requestId,
            @Option(names = "--sandbox", defaultValue = "default") String sandbox) {
        JsonNode undone = ControlClient.find()
                .post("sandboxes/" + sandbox + "/undo", requestId == null ? Map.of() : Map.of("requestId", requestId));
        if (json) {
            show(undone);
        } else {
            Output.print(
                    spec,
                    "undone: " + undone.path("service").asText() + ":"
                            + undone.path("operation").asText() + " (request "
                            + undone.path("requestId").asText() + ") and what came after it");
            undone.path("revived")
                    .forEach(revived -> Output.print(spec, "back, as AWS would never give it: " + revived.asText()));
        }
    }

    @Command(description = "Return to the beginning.")
    void reset(@Option(names = "--sandbox", defaultValue = "default") String sandbox) {
        show(ControlClient.find().post("sandboxes/" + sandbox + "/reset", Map.of()));
    }

    @Command(description = "Delete a sandbox.")
    void delete(@Parameters(paramLabel = "NAME") String name) {
        show(ControlClient.find().delete("sandboxes/" + name));
    }
}
