package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what points a client at the simulator. */
@Command(name = "env", description = "Print exports for a principal.", mixinStandardHelpOptions = true)
final class EnvCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", description = "ARN of a user, role or root user (default: the administrator).")
    private @Nullable String principal;

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--region", defaultValue = "us-east-1", description = "The Region (default ${DEFAULT-VALUE}).")
    private String region = "us-east-1";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    static List<String> exports(String endpoint, String region, Credentials keys) {
        List<String> lines = new ArrayList<>();
        if (!endpoint.equals(ControlClient.USUAL)) {
            lines.add("export GLASSHOUSE_ENDPOINT=" + endpoint); // for the verbs, which would ask the usual port
        }
        lines.addAll(List.of(
                "export AWS_ENDPOINT_URL=" + endpoint,
                "export AWS_ACCESS_KEY_ID=" + keys.accessKeyId(),
                "export AWS_SECRET_ACCESS_KEY=" + keys.secretAccessKey()));
        lines.add(
                keys.sessionToken() == null
                        ? "unset AWS_SESSION_TOKEN AWS_PROFILE"
                        : "export AWS_SESSION_TOKEN=" + keys.sessionToken());
        lines.add("export AWS_DEFAULT_REGION=" + region);
        lines.add("export AWS_DISABLE_HOST_PREFIX_INJECTION=true");
        lines.add("alias awsg='aws --endpoint-url " + endpoint + "'");
        lines.add(
                "# An aws CLI before 1.29 or 2.13 ignores AWS_ENDPOINT_URL and would call AWS itself: use awsg with it.");
        return lines;
    }

    /** Keys as the control API writes them. */
    static Credentials credentials(JsonNode keys) {
        return new Credentials(
                keys.path("principal").asText(),
                keys.path("accessKeyId").asText(),
                keys.path("secretAccessKey").asText(),
                keys.hasNonNull("sessionToken") ? keys.path("sessionToken").asText() : null);
    }

    @Override
    public Integer call() {
        ControlClient control = ControlClient.find();
        String wanted = principal;
        if (wanted == null) {
            JsonNode accounts = control.get(ControlClient.path(sandbox, "accounts"));
            wanted = "arn:aws:iam::" + accounts.get(0).asText() + ":user/admin";
        }
        JsonNode keys = control.post(ControlClient.path(sandbox, "credentials"), Map.of("principal", wanted));
        if (json) {
            Output.print(spec, keys.toPrettyString());
            return 0;
        }
        exports(control.endpoint(), region, credentials(keys)).forEach(line -> Output.print(spec, line));
        return 0;
    }
}
