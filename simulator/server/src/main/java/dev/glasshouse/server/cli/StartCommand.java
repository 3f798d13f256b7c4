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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the simulator and serves until it is told to end. */
@Command(name = "start", description = "Start the simulator.", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

    @Mixin
    private final StartOptions options;

    @Spec
    private @Nullable CommandSpec spec;

    StartCommand() {
        this(new StartOptions());
    }

    StartCommand(StartOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        String seedText = options.seed == null ? Seed.random().text() : options.seed;
        // beside the server, which takes as long
        FutureTask<Simulator> making = new FutureTask<>(() -> simulator(seedText));
        Thread maker = new Thread(making, "simulator");
        maker.setDaemon(true);
        maker.start();
        HttpServer server = server(() -> made(making));
        Simulator simulator = made(making);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Credentials admin = simulator.control(simulator.sandbox()).administrator(options.account);
        String endpoint = "http://127.0.0.1:" + server.port();
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        if (options.json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("endpoint", endpoint);
            line.put("httpsEndpoint", "https://127.0.0.1:" + server.securePort());
            line.put("accountId", options.account);
            line.put("region", options.region);
            line.put("accessKeyId", admin.accessKeyId());
            line.put("secretAccessKey", admin.secretAccessKey());
            line.put("seed", seedText);
            out.println(line);
        } else {
            out.println("Glasshouse listens on " + endpoint + " and https://127.0.0.1:" + server.securePort()
                    + " (account " + options.account + ", seed " + seedText + ")");
            out.println("It keeps everything in memory; when it ends, all is gone.");
            out.println();
            out.println("In another terminal:");
            EnvCommand.exports(endpoint, options.region, admin).forEach(out::println);
            out.println();
            out.println("  aws sts get-caller-identity");
        }
        out.flush();
        if (options.rehearse) {
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
                    .account(options.account)
                    .defaults(Age.of(options.defaults))
                    .retention(new Retention(options.historyMebibytes << 20, options.calls, options.events))
                    .start();
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    /** The simulator, when it is made. */
    private static Simulator made(FutureTask<Simulator> making) {
        try {
            return making.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("the simulator cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("The start was interrupted.");
        }
    }

    private HttpServer server(Supplier<Simulator> simulator) {
        boolean usual = options.httpsPort == null
                && options.port == StartOptions.DEFAULT_PORT
                && isFree(StartOptions.DEFAULT_PORT + 1);
        int secure = options.httpsPort != null ? options.httpsPort : usual ? StartOptions.DEFAULT_PORT + 1 : 0;
        try {
            return HttpServer.start(simulator, options.host, options.port, secure);
        } catch (UncheckedIOException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private boolean isFree(int candidate) {
        try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getByName(options.host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
