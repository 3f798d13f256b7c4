package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.server.HttpServer;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code PutObject} and {@code GetObject} in each mode of encryption beside a bare Javalin handler that hashes and seals
 * segments of 64 KiB ({@link BareStore}), in turns in one run; each server is a process of its own with a small heap. Then
 * the first page of a bucket of a million keys, in a process with a heap of its own.
 *
 * <p>Arguments narrow it: sizes ({@code 1k 1m 8m 64m 1g}), modes ({@code none sse-s3 sse-kms dsse sse-c}), or
 * {@code listing}.
 */
public final class S3Throughput {

    private static final Map<String, Long> SIZES = new LinkedHashMap<>();
    private static final List<String> MODES = List.of("none", "sse-s3", "sse-kms", "dsse", "sse-c");
    private static final int ROUNDS = 3;
    // the call itself is what small bodies cost, and the second compiler needs ten seconds to have all of it
    private static final int ROUNDS_OF_SMALL = 8;
    private static final long SMALL = 64 << 10;
    // beside the one whose calls follow each other, so many as keep both cores busy
    private static final int CALLERS = 4;
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final String CUSTOMER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    static {
        SIZES.put("1k", 1L << 10);
        SIZES.put("1m", 1L << 20);
        SIZES.put("8m", 8L << 20);
        SIZES.put("64m", 64L << 20);
        SIZES.put("1g", 1L << 30);
    }

    private S3Throughput() {}

    /** Without arguments measures all; the first argument may be {@code serve} and what to serve. */
    public static void main(String[] args) throws Exception {
        if (args.length > 1 && args[0].equals("serve")) {
            serve(args[1]);
            return;
        }
        if (args.length > 0 && args[0].equals("listing")) {
            S3Listing.main(args);
            return;
        }
        Set<String> chosen = List.of(args).stream().collect(Collectors.toSet());
        boolean anySize = chosen.stream().noneMatch(SIZES::containsKey);
        boolean anyMode = chosen.stream().noneMatch(MODES::contains);
        try (Served glasshouse = Served.start("glasshouse");
                Served bare = Served.start("javalin")) {
            for (Map.Entry<String, Long> size : SIZES.entrySet()) {
                if (!anySize && !chosen.contains(size.getKey())) {
                    continue;
                }
                for (String mode : MODES) {
                    boolean wanted = anyMode || chosen.contains(mode);
                    // between them, the other modes are known by the other sizes
                    boolean usual = !size.getKey().equals("8m") || mode.equals("sse-kms") || !anyMode;
                    if (wanted && usual) {
                        compare(size.getKey(), size.getValue(), mode, glasshouse, bare);
                    }
                }
                System.out.printf(
                        "after %s: Glasshouse %s; bare %s%n", size.getKey(), glasshouse.memory(), bare.memory());
            }
        }
        if (args.length == 0) {
            Process listing =
                    Served.java("6g", S3Listing.class.getName()).inheritIO().start();
            listing.waitFor();
        }
    }

    private static void compare(String name, long size, String mode, Served ours, Served theirs) throws Exception {
        String path = "/bench-" + (mode.equals("none") ? "none" : "sealed") + "/" + name + "-" + mode;
        byte[] put = ours.signed("PUT", path, size, mode);
        byte[] barePut = RawClient.head("PUT", "/" + name, Map.of("Content-Length", Long.toString(size)));
        byte[] get = ours.signed("GET", path, 0, mode);
        byte[] bareGet = RawClient.head("GET", "/" + name, Map.of());
        try (Callers here = new Callers(ours.port(), 1);
                Callers there = new Callers(theirs.port(), 1)) {
            report("PUT", name, size, mode, rates(size, here.all(put, size), there.all(barePut, size)));
            report("GET", name, size, mode, rates(size, here.all(get, 0), there.all(bareGet, 0)));
        }
        if (size > SMALL) {
            return;
        }
        try (Callers here = new Callers(ours.port(), CALLERS);
                Callers there = new Callers(theirs.port(), CALLERS)) {
            System.out.print(CALLERS + " callers ");
            report("GET", name, size, mode, rates(size, here.all(get, 0), there.all(bareGet, 0)));
        }
    }

    /** Clients with a connection each. */
    private record Callers(List<RawClient> clients) implements AutoCloseable {

        Callers(int port, int count) throws IOException {
            this(new ArrayList<>());
            for (int i = 0; i < count; i++) {
                clients.add(new RawClient(port));
            }
        }

        /** The same request of each. */
        List<Work> all(byte[] head, long body) {
            return clients.stream()
                    .<Work>map(client -> () -> client.send(head, body))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The calls a second of each, in turns; the best round of each counts, after one that warms up. */
    private static double[] rates(long size, List<Work> ours, List<Work> theirs) throws Exception {
        int rounds = size <= SMALL ? ROUNDS_OF_SMALL : ROUNDS;
        double[] best = new double[2];
        for (int round = 0; round <= rounds; round++) {
            double first = rate(ours);
            double second = rate(theirs);
            if (round > 0) {
                best[0] = Math.max(best[0], first);
                best[1] = Math.max(best[1], second);
            }
        }
        return best;
    }

    private static double rate(List<Work> callers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        try {
            List<Callable<Double>> rates = new ArrayList<>();
            callers.forEach(work -> rates.add(() -> rate(work)));
            double all = 0;
            for (Future<Double> each : threads.invokeAll(rates)) {
                all += each.get();
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }

    private static double rate(Work work) throws IOException {
        long begin = System.nanoTime();
        int count = 0;
        long spent;
        do {
            work.run();
            count++;
            spent = System.nanoTime() - begin;
        } while (spent < ROUND_NANOS);
        return count * 1e9 / spent;
    }

    private static void report(String verb, String name, long size, String mode, double[] rates) {
        System.out.printf(
                Locale.ROOT,
                "%s %-3s %-7s Glasshouse %,9.1f/s %,7.0f MiB/s, bare %,9.1f/s %,7.0f MiB/s, ratio %.2f%n",
                verb,
                name,
                mode,
                rates[0],
                rates[0] * size / (1 << 20),
                rates[1],
                rates[1] * size / (1 << 20),
                rates[0] / rates[1]);
    }

    /** A server in a process of its own. */
    private record Served(Process process, BufferedReader out, String[] words) implements AutoCloseable {

        static ProcessBuilder java(String heap, String... arguments) {
            ProcessBuilder builder = new ProcessBuilder(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-Xmx" + heap,
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                    "-cp",
                    System.getProperty("java.class.path"));
            builder.command().addAll(List.of(arguments));
            return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }

        static Served start(String which) throws IOException {
            Process process =
                    java("256m", S3Throughput.class.getName(), "serve", which).start();
            BufferedReader out = process.inputReader();
            return new Served(process, out, out.readLine().split(" "));
        }

        int port() {
            return Integer.parseInt(words[0]);
        }

        byte[] signed(String method, String path, long size, String mode) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Host", "127.0.0.1:" + port());
            if (method.equals("PUT")) {
                headers.put("Content-Length", Long.toString(size));
            }
            String sse = "x-amz-server-side-encryption";
            if (mode.equals("sse-c")) {
                headers.put(sse + "-customer-algorithm", "AES256");
                headers.put(sse + "-customer-key", CUSTOMER_KEY);
                headers.put(sse + "-customer-key-MD5", md5());
            } else if (method.equals("PUT") && mode.endsWith("s3")) {
                headers.put(sse, "AES256");
            } else if (method.equals("PUT") && !mode.equals("none")) {
                headers.put(sse, mode.equals("dsse") ? "aws:kms:dsse" : "aws:kms");
                headers.put(sse + "-aws-kms-key-id", words[3]);
            }
            HttpHeaders.Builder all = HttpHeaders.builder();
            headers.forEach(all::add);
            HttpRequest plain = new HttpRequest(
                    method, path, null, all.build(), new ByteArrayInputStream(new byte[0]), Connection.IN_PROCESS);
            Map<String, String> signed = new LinkedHashMap<>();
            new RequestSigner(words[1], words[2], null, "us-east-1", "s3")
                    .sign(plain, "UNSIGNED-PAYLOAD", Instant.now())
                    .headers()
                    .forEach(signed::put);
            return RawClient.head(method, path, signed);
        }

        private static String md5() {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(new byte[32]));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The most heap that was used since it was asked last, and the resident memory. */
        String memory() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return out.readLine() + ", " + resident();
        }

        private String resident() throws IOException {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            if (!Files.exists(status)) {
                return "resident memory unknown";
            }
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .collect(Collectors.joining(", "));
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static void serve(String which) throws Exception {
        if (which.equals("glasshouse")) {
            Simulator simulator = Simulator.builder().seed("bench").start();
            HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);
            Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
            String key = furnish(simulator.client(simulator.sandbox(), admin));
            System.out.println(server.port() + " " + admin.accessKeyId() + " " + admin.secretAccessKey() + " " + key);
        } else {
            System.out.println(BareStore.start());
        }
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        while (System.in.read() >= 0) {
            long peak = pools.stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            pools.forEach(MemoryPoolMXBean::resetPeakUsage);
            System.out.printf("heap %,d MiB at most, %,d MiB live%n", peak >> 20, used >> 20);
        }
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A bucket that lets customers' keys in, one as it is without encryption of its own, and a key of KMS. */
    private static String furnish(ApiClient client) {
        for (String bucket : List.of("bench-none", "bench-sealed")) {
            client.call("s3:CreateBucket", node().put("Bucket", bucket));
            ObjectNode rule = node();
            rule.putObject("BlockedEncryptionTypes").putArray("EncryptionType").add("NONE");
            ObjectNode input = node().put("Bucket", bucket);
            input.putObject("ServerSideEncryptionConfiguration")
                    .putArray("Rules")
                    .add(rule);
            client.call("s3:PutBucketEncryption", input);
        }
        return client.call("kms:CreateKey", node())
                .output()
                .path("KeyMetadata")
                .path("Arn")
                .asText();
    }
}
