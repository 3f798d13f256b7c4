package dev.glasshouse.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks what a stolen credential reaches. */
@Command(
        name = "blast-radius",
        description =
                "Tell what a stolen credential reaches, by itself and through roles; with an option that changes the"
                        + " principal's policies, before and after that change, which is not made.",
        mixinStandardHelpOptions = true)
final class BlastRadiusCommand implements Callable<Integer> {

    @Parameters(index = "0", description = "user/NAME, role/NAME, an ARN of one, or an access key id.")
    private String principal = "";

    @Option(names = "--with-policy", paramLabel = "FILE", description = "A policy that it would have besides.")
    private List<Path> with = List.of();

    @Option(names = "--without", paramLabel = "NAME", description = "The name or ARN of a policy that it would lose.")
    private List<String> without = List.of();

    @Option(
            names = "--replace",
            paramLabel = "NAME=FILE",
            description = "A policy that another document would take the place of.")
    private Map<String, Path> replace = Map.of();

    @Option(names = "--boundary", paramLabel = "FILE", description = "A permissions boundary that it would have.")
    private @Nullable Path boundary;

    @Mixin
    private Answers answers = new Answers();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("principal", principal);
        List<String> documents = new ArrayList<>();
        with.forEach(file -> documents.add(read(file)));
        input.put("with", documents);
        input.put("without", without);
        Map<String, String> replaced = new LinkedHashMap<>();
        replace.forEach((name, file) -> replaced.put(name, read(file)));
        input.put("replace", replaced);
        if (boundary != null) {
            input.put("boundary", read(boundary));
        }
        answers.ask(spec, "blast-radius", input);
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure("cannot read " + file);
        }
    }
}
