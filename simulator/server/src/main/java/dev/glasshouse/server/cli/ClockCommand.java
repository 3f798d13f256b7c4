package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads and turns a sandbox's clock. */
@Command(name = "clock", description = "Read or turn the clock.", mixinStandardHelpOptions = true)
final class ClockCommand implements Callable<Integer> {

    @Option(names = "--advance", description = "An ISO 8601 duration such as PT1H or P90D.")
    private @Nullable String advance;

    @Option(names = "--set", description = "An instant such as 2027-01-01T00:00:00Z; the clock never goes back.")
    private @Nullable String set;

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ControlClient control = ControlClient.find();
        String path = ControlClient.path(sandbox, "clock");
        Map<String, String> body = new LinkedHashMap<>();
        if (advance != null) {
            body.put("advance", advance);
        }
        if (set != null) {
            body.put("set", set);
        }
        JsonNode clock = body.isEmpty() ? control.get(path) : control.post(path, body);
        Output.print(spec, json ? clock.toPrettyString() : clock.path("time").asText());
        return 0;
    }
}
