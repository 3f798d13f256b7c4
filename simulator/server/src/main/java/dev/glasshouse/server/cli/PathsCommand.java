package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for ways up from a principal; the exit code is the answer. */
@Command(
        name = "paths",
        description =
                "Look for the ways by which a principal becomes an administrator or somebody else: exit code 0 if none"
                        + " leads to an administrator, 3 if one does or not all could be looked at.",
        mixinStandardHelpOptions = true)
final class PathsCommand implements Callable<Integer> {

    /** As of {@code diff}: 1 and 2 are for what went wrong. */
    private static final int FOUND = 3;

    @Parameters(index = "0", description = "user/NAME, role/NAME, an ARN of one, or an access key id.")
    private String principal = "";

    @Option(names = "--prove", description = "Walk each path in a fork that nobody else sees.")
    private boolean prove;

    @Mixin
    private Answers answers = new Answers();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode answer = answers.ask(spec, "paths", Map.of("principal", principal, "prove", prove));
        return answer.path("leadToAdministrator").asBoolean() ? FOUND : 0;
    }
}
