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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code ListObjectsV2} over a bucket of 1,000,000 keys: its first page over HTTP, another one, and one of prefixes. */
public final class S3Listing {

    private static final int KEYS = Integer.getInteger("keys", 1_000_000);
    private static final int TIMES = 40;

    private S3Listing() {}

    /** Fills the bucket and measures. */
    public static void main(String[] args) throws Exception {
        try (Simulator simulator = Simulator.builder().seed("bench").start();
                HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0)) {
            Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
            ApiClient client = simulator.client(simulator.sandbox(), admin);
            long begin = System.nanoTime();
            fill(client);
            System.out.printf(Locale.ROOT, "%,d keys put in %.0f s%n", KEYS, (System.nanoTime() - begin) / 1e9);
            measure("first page", server.port(), admin, "list-type=2");
            measure(
                    "page in the middle",
                    server.port(),
                    admin,
                    "list-type=2&start-after=" + key(KEYS / 2).replace("/", "%2F"));
            measure("first page of prefixes", server.port(), admin, "delimiter=%2F&list-type=2");
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(Locale.ROOT, "heap %,d MiB live%n", runtime.totalMemory() - runtime.freeMemory() >> 20);
        }
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "folder-%04d/object-%07d", number / 500, number);
    }

    private static void fill(ApiClient client) {
        ObjectNode bucket = JsonNodeFactory.instance.objectNode().put("Bucket", "many");
        client.call("s3:CreateBucket", bucket);
        for (int i = 0; i < KEYS; i++) {
            ApiClient.Answer answer = client.call(
                    "s3:PutObject", bucket.deepCopy().put("Key", key(i)).put("Body", "x"));
            if (answer.error() != null) {
                throw new IllegalStateException(String.valueOf(answer.error()));
            }
        }
    }

    private static void measure(String what, int port, Credentials admin, String query) throws IOException {
        HttpRequest plain = new HttpRequest(
                "GET",
                "/many",
                query,
                HttpHeaders.of("Host", "127.0.0.1:" + port),
                new ByteArrayInputStream(new byte[0]),
                Connection.IN_PROCESS);
        Map<String, String> headers = new LinkedHashMap<>();
        new RequestSigner(admin.accessKeyId(), admin.secretAccessKey(), null, "us-east-1", "s3")
                .sign(plain, "UNSIGNED-PAYLOAD", Instant.now())
                .headers()
                .forEach(headers::put);
        byte[] request = RawClient.head("GET", "/many?" + query, headers);
        double[] millis = new double[TIMES];
        long bytes = 0;
        try (RawClient raw = new RawClient(port)) {
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                bytes = raw.send(request, 0);
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s, %,d bytes: %.1f ms the first time, %.1f ms in the middle, %.1f ms at the worst%n",
                what,
                bytes,
                first,
                millis[TIMES / 2],
                millis[TIMES - 1]);
    }
}
