package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What the launcher's process takes of the machine's memory, idle and after half a minute of calls by four callers; its
 * argument is the launcher's path. It reads {@code /proc} and so runs on Linux alone.
 */
public final class ResidentMemory {

    private static final int ROUNDS = 8;

    private ResidentMemory() {}

    public static void main(String[] args) throws Exception {
        Process process = new ProcessBuilder(args[0], "start", "--port", "0", "--json").start();
        try {
            JsonNode ready = new ObjectMapper().readTree(process.inputReader().readLine());
            TimeUnit.SECONDS.sleep(3);
            System.out.println("idle: " + resident(process));
            int port = URI.create(ready.path("endpoint").textValue()).getPort();
            byte[] request = HttpThroughput.request(
                    ready.path("accessKeyId").textValue(),
                    ready.path("secretAccessKey").textValue());
            long calls = 0;
            for (int round = 0; round < ROUNDS; round++) {
                calls += HttpThroughput.requests(port, request);
            }
            System.out.printf("after %,d calls: %s%n", calls, resident(process));
        } finally {
            process.destroy();
        }
    }

    private static String resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElseThrow();
    }
}
