package dev.glasshouse.server.cli;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Retention;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code glasshouse start}. */
final class StartOptions {

    static final int DEFAULT_PORT = 4566;

    @Option(names = "--port", description = "Port, 0 for any free one (default ${DEFAULT-VALUE}).")
    int port = DEFAULT_PORT;

    @Option(names = "--https-port", description = "Port for HTTPS (default 4567, or any free one with --port 0).")
    @Nullable
    Integer httpsPort;

    @Option(names = "--host", description = "Address to bind (default ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--account", description = "First account's id.")
    String account = Simulator.DEFAULT_ACCOUNT;

    @Option(names = "--region", description = "Region for clients (default ${DEFAULT-VALUE}).")
    String region = "us-east-1";

    @Option(names = "--seed", description = "What names, ids and credentials derive from (default: random).")
    @Nullable
    String seed;

    @Option(
            names = "--defaults",
            description = "Year whose defaults new resources have: 2022, 2023 or 2026 (default ${DEFAULT-VALUE}).")
    String defaults = "2026";

    @Option(
            names = "--ephemeral",
            description = "Keep nothing when the simulator ends: the only mode until durability comes.")
    boolean ephemeral;

    @Option(
            names = "--keep-history-mib",
            description = "MiB of changes kept a sandbox, for undo and why (default ${DEFAULT-VALUE}).")
    long historyMebibytes = Retention.DEFAULT.historyBytes() >> 20;

    @Option(
            names = "--keep-calls",
            description = "Calls kept a sandbox with their decisions (default ${DEFAULT-VALUE}).")
    int calls = Retention.DEFAULT.calls();

    @Option(
            names = "--keep-events",
            description = "Events of the trail kept a sandbox, 256 or more (default ${DEFAULT-VALUE}).")
    long events = Retention.DEFAULT.events();

    @Option(names = "--json", description = "Print one line of JSON when ready.")
    boolean json;

    @Option(names = "--rehearse", hidden = true, description = "Make a few calls and end: for the launcher's archive.")
    boolean rehearse;

    /**
     * Reads plain options, without the library for command lines: to load that takes a fifth of a start.
     *
     * @return nothing where there is more to them (a mistake, help, a file of options): the library then says what it is
     */
    static Optional<StartOptions> plain(List<String> arguments) {
        StartOptions options = new StartOptions();
        Set<String> seen = new HashSet<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            boolean read = seen.add(name)
                    && (equals < 0 && options.flag(name)
                            || options.value(name, equals < 0 ? next(rest) : argument.substring(equals + 1)));
            if (!read) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    private static String next(Iterator<String> rest) {
        return rest.hasNext() ? rest.next() : "";
    }

    private boolean flag(String name) {
        switch (name) {
            case "--ephemeral" -> ephemeral = true;
            case "--json" -> json = true;
            case "--rehearse" -> rehearse = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean value(String name, String text) {
        if (text.isEmpty() || text.startsWith("-") || text.startsWith("@") || text.indexOf('"') >= 0) {
            return false;
        }
        try {
            switch (name) {
                case "--port" -> port = Integer.parseInt(text);
                case "--https-port" -> httpsPort = Integer.valueOf(text);
                case "--host" -> host = text;
                case "--account" -> account = text;
                case "--region" -> region = text;
                case "--seed" -> seed = text;
                case "--defaults" -> defaults = text;
                case "--keep-history-mib" -> historyMebibytes = Long.parseLong(text);
                case "--keep-calls" -> calls = Integer.parseInt(text);
                case "--keep-events" -> events = Long.parseLong(text);
                default -> {
                    return false;
                }
            }
        } catch (NumberFormatException e) {
            return false;
        }
        return true;
    }
}
