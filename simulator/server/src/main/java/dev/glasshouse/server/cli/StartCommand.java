package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.call.Age;
import dev.glasshouse.sandbox.Retention;
import dev.glasshouse.sandbox.Seed;
import dev.glasshouse.server.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the simulator and serves until it is told to end. */
@Command(name = "start", description = "Start the simulator.", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 4566;

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "Port, 0 for any free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--https-port", description = "Port for HTTPS (default 4567, or any free one with --port 0).")
    private @Nullable Integer httpsPort;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind (default ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--account", defaultValue = Simulator.DEFAULT_ACCOUNT, description = "First account's id.")
    private String account = Simulator.DEFAULT_ACCOUNT;

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            description = "Region for clients (default ${DEFAULT-VALUE}).")
    private String region = "us-east-1";

    @Option(names = "--seed", description = "What names, ids and credentials derive from (default: random).")
    private @Nullable String seed;

    @Option(
            names = "--defaults",
            defaultValue = "2026",
            description = "Year whose defaults new resources have: 2022, 2023 or 2026 (default ${DEFAULT-VALUE}).")
    private String defaults = "2026";

    @Option(
            names = "--ephemeral",
            description = "Keep nothing when the simulator ends: the only mode until durability comes.")
    private boolean ephemeral = true;

    @Option(
            names = "--keep-history-mib",
            defaultValue = "16",
            description = "MiB of changes kept a sandbox, for undo and why (default ${DEFAULT-VALUE}).")
    private long historyMebibytes;

    @Option(
            names = "--keep-calls",
            defaultValue = "2000",
            description = "Calls kept a sandbox with their decisions (default ${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--keep-events",
            defaultValue = "1000000",
            description = "Events of the trail kept a sandbox, 256 or more (default ${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--json", description = "Print one line of JSON when ready.")
    private boolean json;

    @Option(names = "--rehearse", hidden = true, description = "Make a few calls and end: for the launcher's archive.")
    private boolean rehearse;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String seedText = seed == null ? Seed.random().text() : seed;
        Simulator simulator = simulator(seedText);
        HttpServer server = server(simulator);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Credentials admin = simulator.control(simulator.sandbox()).administrator(account);
        String endpoint = "http://127.0.0.1:" + server.port();
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("endpoint", endpoint);
            line.put("httpsEndpoint", "https://127.0.0.1:" + server.securePort());
            line.put("accountId", account);
            line.put("region", region);
            line.put("accessKeyId", admin.accessKeyId());
            line.put("secretAccessKey", admin.secretAccessKey());
            line.put("seed", seedText);
            out.println(line);
        } else {
            out.println("Glasshouse listens on " + endpoint + " and https://127.0.0.1:" + server.securePort()
                    + " (account " + account + ", seed " + seedText + ")");
            out.println(
                    ephemeral
                            ? "It keeps everything in memory; when it ends, all is gone."
                            : "Durability has not come yet: when it ends, all is gone.");
            out.println();
            out.println("In another terminal:");
            EnvCommand.exports(endpoint, region, admin).forEach(out::println);
            out.println();
            out.println("  aws sts get-caller-identity");
        }
        out.flush();
        if (rehearse) {
            new Rehearsal(
                            server.port(),
                            admin,
                            simulator.sandboxes().wallClock().now())
                    .play();
            return 0;
        }
        new CountDownLatch(1).await(); // until a signal ends the process
        return 0;
    }

    private Simulator simulator(String seedText) {
        try {
            return Simulator.builder()
                    .seed(seedText)
                    .account(account)
                    .defaults(Age.of(defaults))
                    .retention(new Retention(historyMebibytes << 20, calls, events))
                    .start();
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private HttpServer server(Simulator simulator) {
        boolean usual = httpsPort == null && port == DEFAULT_PORT && isFree(DEFAULT_PORT + 1);
        int secure = httpsPort != null ? httpsPort : usual ? DEFAULT_PORT + 1 : 0;
        try {
            return HttpServer.start(simulator, host, port, secure);
        } catch (UncheckedIOException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private boolean isFree(int candidate) {
        try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
