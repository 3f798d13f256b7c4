package dev.glasshouse.benchmarks;

import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.server.HttpServer;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.RequestSigner;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signed, authorised and recorded {@code GetCallerIdentity} over HTTP beside a bare Javalin handler that answers as many
 * bytes, in turns in one run; each server is a process of its own, and the same bytes are sent to both.
 */
public final class HttpThroughput {

    private static final String BODY = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 4;
    private static final int ROUND_SECONDS = 4;

    private HttpThroughput() {}

    /** Without arguments measures; with {@code glasshouse} or {@code javalin} serves. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            serve(args[0]);
            return;
        }
        Process glasshouse = start("glasshouse");
        Process javalin = start("javalin");
        try {
            BufferedReader ready = glasshouse.inputReader();
            String[] words = ready.readLine().split(" ");
            int port = Integer.parseInt(words[0]);
            int bare = Integer.parseInt(javalin.inputReader().readLine());
            byte[] request = request(words[1], words[2]);
            double ratios = 0;
            for (int round = 1 - WARM_UPS; round <= ROUNDS; round++) {
                long ours = requests(port, request);
                long theirs = requests(bare, request);
                if (round > 0) {
                    System.out.printf(
                            "round %d: Glasshouse %,d requests/s, bare Javalin %,d requests/s, ratio %.2f%n",
                            round, ours / ROUND_SECONDS, theirs / ROUND_SECONDS, (double) ours / theirs);
                    ratios += (double) ours / theirs;
                }
            }
            System.out.printf("mean ratio %.2f%n", ratios / ROUNDS);
        } finally {
            glasshouse.destroy();
            javalin.destroy();
        }
    }

    private static Process start(String which) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpThroughput.class.getName(),
                        which)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void serve(String which) throws InterruptedException {
        if (which.equals("glasshouse")) {
            Simulator simulator = Simulator.builder().seed("bench").start();
            HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);
            Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
            System.out.println(server.port() + " " + admin.accessKeyId() + " " + admin.secretAccessKey());
        } else {
            String answer = "x".repeat(450);
            Javalin app = Javalin.create(config -> {
                        config.jetty.host = "127.0.0.1";
                        config.jetty.port = 0;
                        config.startup.showJavalinBanner = false;
                        config.routes.post("/", ctx -> {
                            ctx.bodyAsBytes();
                            ctx.contentType("text/xml").result(answer);
                        });
                    })
                    .start();
            System.out.println(app.port());
        }
        Thread.currentThread().join();
    }

    /** The request's bytes; its signature is good for five minutes, which is longer than a run. */
    static byte[] request(String keyId, String secret) throws GeneralSecurityException {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        HttpRequest plain = new HttpRequest(
                "POST",
                "/",
                null,
                HttpHeaders.of(
                        "Host",
                        "sts.us-east-1.amazonaws.com",
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "Content-Length",
                        Integer.toString(body.length)),
                new ByteArrayInputStream(body),
                Connection.IN_PROCESS);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        HttpRequest signed =
                new RequestSigner(keyId, secret, null, "us-east-1", "sts").sign(plain, hash, java.time.Instant.now());
        StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\n");
        signed.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").append(BODY).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static long requests(int port, byte[] request) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUND_SECONDS);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> {
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    socket.setTcpNoDelay(true);
                    InputStream in = socket.getInputStream();
                    byte[] buffer = new byte[8192];
                    while (System.nanoTime() < end) {
                        socket.getOutputStream().write(request);
                        read(in, buffer);
                        count.incrementAndGet();
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }
        return count.get();
    }

    /** Reads one answer; it must be 200. */
    private static void read(InputStream in, byte[] buffer) throws IOException {
        int to = 0;
        while (true) {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            to += read;
            String text = new String(buffer, 0, to, StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                continue;
            }
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IOException(text);
            }
            int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ") + "content-length: ".length();
            int length = Integer.parseInt(
                    text.substring(at, text.indexOf("\r\n", at)).trim());
            if (to == head + 4 + length) {
                return;
            }
        }
    }
}
