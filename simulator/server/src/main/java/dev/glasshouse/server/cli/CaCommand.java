package dev.glasshouse.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the certificate that clients must trust for HTTPS. */
@Command(
        name = "ca",
        description =
                "Print the certificate of the simulator's own CA, for AWS_CA_BUNDLE; it lives as long as the simulator.",
        mixinStandardHelpOptions = true)
final class CaCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var ca = ControlClient.find().get("ca");
        Output.print(spec, json ? ca.toPrettyString() : ca.path("pem").asText().strip());
        return 0;
    }
}
