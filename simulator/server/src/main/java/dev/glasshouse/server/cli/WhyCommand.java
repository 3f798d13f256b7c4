package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains why a call was answered as it was. */
@Command(name = "why", description = "Explain a decision.", mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", defaultValue = "last", description = "A request id, or 'last'.")
    private String requestId = "last";

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode why = ControlClient.find().get(ControlClient.path(sandbox, "decisions/" + requestId));
        if (json) {
            Output.print(spec, why.toPrettyString());
            return 0;
        }
        Output.print(spec, why.path("text").asText().stripTrailing());
        return 0;
    }
}
