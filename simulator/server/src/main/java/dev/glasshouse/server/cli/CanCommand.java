package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks whether a principal may do something; the exit code is the answer. */
@Command(
        name = "can",
        description = "Ask whether a principal may do an action on a resource: exit code 0 if it may, 1 if not.",
        mixinStandardHelpOptions = true)
final class CanCommand implements Callable<Integer> {

    @Parameters(index = "0", description = "user/NAME, role/NAME, root, anonymous or an ARN.")
    private String principal = "";

    @Parameters(index = "1", description = "Such as s3:GetObject.")
    private String action = "";

    @Parameters(index = "2", description = "The resource's ARN, or *.")
    private String resource = "";

    @Option(names = "--context", paramLabel = "KEY=VALUE", description = "A condition key of the request.")
    private Map<String, String> context = Map.of();

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode answer = ControlClient.find()
                .post(
                        ControlClient.path(sandbox, "access"),
                        Map.of("principal", principal, "action", action, "resource", resource, "context", context));
        Output.print(
                spec,
                json ? answer.toPrettyString() : answer.path("why").asText().stripTrailing());
        return answer.path("allowed").asBoolean() ? 0 : 1;
    }
}
