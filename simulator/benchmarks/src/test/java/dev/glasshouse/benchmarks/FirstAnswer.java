package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the start of the launcher to the first answer to a signed {@code GetCallerIdentity}, beside {@code moto_server} in the
 * same run; its argument is the launcher's path.
 */
public final class FirstAnswer {

    private static final int ROUNDS = 7;
    private static final String BODY = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String BODY_HASH = "ab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843";

    private FirstAnswer() {}

    public static void main(String[] args) throws Exception {
        Credentials admin = administrator(args[0]);
        List<Long> ours = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(time(
                    admin, args[0], "start", "--seed", "bench", "--https-port", Integer.toString(free()), "--port"));
            theirs.add(time(new Credentials("moto", "AKIAIOSFODNN7EXAMPLE", "secret", null), "moto_server", "-p"));
        }
        System.out.printf("Glasshouse %s ms, median %d%n", ours, median(ours));
        System.out.printf("moto_server %s ms, median %d%n", theirs, median(theirs));
    }

    /** What a seed gives: the keys of later starts. The first start also makes the archive of loaded classes. */
    private static Credentials administrator(String launcher) throws Exception {
        Process first = new ProcessBuilder(launcher, "start", "--seed", "bench", "--port", "0", "--json").start();
        try {
            JsonNode ready = new ObjectMapper().readTree(first.inputReader().readLine());
            return new Credentials(
                    "admin",
                    ready.path("accessKeyId").textValue(),
                    ready.path("secretAccessKey").textValue(),
                    null);
        } finally {
            first.destroy();
            first.waitFor();
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Milliseconds; the command's last argument, the port, is added. */
    private static long time(Credentials keys, String... command) throws Exception {
        int port = free();
        List<String> whole = new ArrayList<>(List.of(command));
        whole.add(Integer.toString(port));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("/dev/null").toFile())
                .start();
        try {
            while (!answers(port, keys)) {
                if (!process.isAlive()) {
                    throw new IOException(whole + " ended with " + process.exitValue());
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean answers(int port, Credentials keys) throws IOException {
        HttpRequest plain = new HttpRequest(
                "POST",
                "/",
                null,
                HttpHeaders.of(
                        "Host",
                        "sts.us-east-1.amazonaws.com",
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "Connection",
                        "close",
                        "Content-Length",
                        Integer.toString(BODY.length())),
                new ByteArrayInputStream(new byte[0]),
                Connection.IN_PROCESS);
        HttpRequest signed = new RequestSigner(keys.accessKeyId(), keys.secretAccessKey(), null, "us-east-1", "sts")
                .sign(plain, BODY_HASH, Instant.now());
        StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\n");
        signed.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        text.append("\r\n").append(BODY);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200");
        } catch (ConnectException e) {
            return false;
        }
    }
}
