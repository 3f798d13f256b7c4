package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.imports.Importer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over what stands in a real account, from files. */
@Command(
        name = "import",
        description = "Take over what the aws CLI printed of a real account, and policy files.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            description = "Files and folders: get-account-authorization-details and the like, policies.")
    private List<Path> paths = List.of();

    @Option(names = "--account", description = "The account of what names none.")
    private @Nullable String account;

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--strict", description = "Fail when something was not understood.")
    private boolean strict;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Path path : paths) {
            try {
                files.putAll(Importer.files(path));
            } catch (UncheckedIOException e) {
                throw new Failure(path + " cannot be read: " + e.getMessage());
            }
        }
        Map<String, Object> body = new HashMap<>(Map.of("files", files));
        if (account != null) {
            body.put("account", account);
        }
        JsonNode report = ControlClient.find().post(ControlClient.path(sandbox, "import"), body);
        Output.print(
                spec,
                json ? report.toPrettyString() : report.path("text").asText().stripTrailing());
        return strict && !report.path("understood").asBoolean() ? 1 : 0;
    }
}
