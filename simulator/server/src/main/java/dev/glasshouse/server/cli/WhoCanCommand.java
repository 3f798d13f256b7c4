package dev.glasshouse.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks who can do something. */
@Command(
        name = "who-can",
        description = "Tell who can do an action on a resource: always, under conditions, or by assuming roles.",
        mixinStandardHelpOptions = true)
final class WhoCanCommand implements Callable<Integer> {

    @Parameters(index = "0", description = "Such as s3:GetObject or 's3:Get*'.")
    private String action = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "*",
            description = "The resource's ARN, or a pattern such as 'arn:aws:s3:::orders/*'; * is any.")
    private String resource = "*";

    @Option(names = "--context", paramLabel = "KEY=VALUE", description = "A condition key of the request.")
    private Map<String, String> context = Map.of();

    @Mixin
    private Answers answers = new Answers();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        answers.ask(spec, "who-can", Map.of("action", action, "resource", resource, "context", context));
        return 0;
    }
}
