package dev.glasshouse.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.access.Dot;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.PolicyDiff;
import dev.glasshouse.policy.reach.PolicyDiffText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two policies; a gate for pull requests, without a simulator. */
@Command(
        name = "diff",
        description = {
            "Tell what a policy newly allows and newly denies, each with a request that shows it.",
            "Exit code 0: nothing is newly allowed; 3: something is, or it is not known; 1 and 2: not compared."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    private static final int NEWLY_ALLOWED = 3;

    @Parameters(index = "0", description = "The file of the old policy.")
    private @Nullable Path before;

    @Parameters(index = "1", description = "The file of the new policy.")
    private @Nullable Path after;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--dot", description = "Print a graph for Graphviz.")
    private boolean dot;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PolicyDiff diff = between(read(before), read(after));
        Output.print(spec, dot ? Dot.of(diff).stripTrailing() : json ? json(diff) : PolicyDiffText.of(diff));
        return diff.grantsNothingNew() ? 0 : NEWLY_ALLOWED;
    }

    private PolicyDiff between(PolicyDocument older, PolicyDocument newer) {
        try {
            return PolicyDiff.between(older, newer);
        } catch (IllegalArgumentException e) {
            throw new Failure(e.getMessage() + ": " + before + ", " + after);
        }
    }

    private static String json(PolicyDiff diff) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(PolicyDiffText.tree(diff));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists can be written", e);
        }
    }

    private static PolicyDocument read(@Nullable Path file) {
        try {
            if (file == null || Files.size(file) > PolicyDocument.MAX_LENGTH) {
                throw new Failure(file + " is too long for a policy");
            }
            return PolicyDiffText.read(Files.readString(file));
        } catch (IOException e) {
            throw new Failure("Cannot read " + file + ": " + e.getMessage());
        } catch (MalformedPolicyException e) {
            throw new Failure(file + " is not a policy: " + e.getMessage());
        }
    }
}
