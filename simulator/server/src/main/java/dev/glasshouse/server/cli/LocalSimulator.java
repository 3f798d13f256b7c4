package dev.glasshouse.server.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The simulator on this machine, started in the background where none runs. */
final class LocalSimulator {

    private static final int MOST_TRIES = 300;
    private static final int PAUSE_MILLIS = 100;

    private LocalSimulator() {}

    /** The simulator that runs; one is started unless GLASSHOUSE_ENDPOINT names one. */
    static ControlClient running() {
        ControlClient control = ControlClient.find();
        if (control.answers() || control.named()) {
            return control;
        }
        try {
            start(control);
        } catch (IOException | URISyntaxException e) {
            throw new Failure("no simulator runs, and none could be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
        return control;
    }

    private static void start(ControlClient control) throws IOException, URISyntaxException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        File log = Files.createTempFile("glasshouse-", ".log").toFile();
        List<String> command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                jar.toString(),
                Main.class.getName(),
                "start");
        Process process = new ProcessBuilder(deaf(command))
                .redirectOutput(log)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        for (int tries = 0; tries < MOST_TRIES && process.isAlive(); tries++) {
            if (control.answers()) {
                System.err.println("Started a simulator in the background (end it with: kill " + process.pid() + ").");
                return;
            }
            if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroy();
        throw new Failure("no simulator runs, and the one that was started ended; see " + log);
    }

    /** An interrupt at the terminal is for what stands in front, not for the simulator behind. */
    private static List<String> deaf(List<String> command) {
        if (!Files.isExecutable(Path.of("/bin/sh"))) {
            return command;
        }
        List<String> deaf = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "glasshouse"));
        deaf.addAll(command);
        return deaf;
    }
}
