package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.server.HttpServer;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * {@code GenerateDataKey} and {@code Decrypt} in process and over HTTP, beside the bare cipher and beside
 * {@code moto_server} where it is installed; one caller, in turns in one run.
 */
public final class KmsThroughput {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 3;
    private static final int ROUND_SECONDS = 3;

    private KmsThroughput() {}

    private interface Work {
        void run() throws Exception;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        cipher();
        try (Simulator simulator = Simulator.builder().seed("bench").start();
                HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0)) {
            Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
            inProcess(simulator.client(simulator.sandbox(), admin));
            overHttp("Glasshouse over HTTP", new Client(server.port(), admin));
        }
        moto();
    }

    private static void cipher() throws Exception {
        Hsm hsm = new Hsm();
        Bytes key = hsm.newKey("bench");
        byte[] plain = hsm.random(32);
        byte[] bound = new byte[64];
        byte[] sealed = hsm.encrypt(key, "bench", plain, bound);
        report("bare cipher: seal 32 bytes", () -> hsm.encrypt(key, "bench", plain, bound));
        report("bare cipher: open 32 bytes", () -> hsm.decrypt(key, "bench", sealed, bound));
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void inProcess(ApiClient kms) throws Exception {
        String key = kms.call("kms:CreateKey", node())
                .output()
                .path("KeyMetadata")
                .path("KeyId")
                .asText();
        ObjectNode generate = node().put("KeyId", key).put("KeySpec", "AES_256");
        ObjectNode decrypt = node();
        decrypt.set(
                "CiphertextBlob",
                kms.call("kms:GenerateDataKey", generate).output().path("CiphertextBlob"));
        report("Glasshouse in process: GenerateDataKey", () -> kms.call("kms:GenerateDataKey", generate));
        report("Glasshouse in process: Decrypt", () -> kms.call("kms:Decrypt", decrypt));
    }

    private static void overHttp(String name, Client kms) throws Exception {
        String key = JSON.readTree(kms.send(kms.request("CreateKey", node())))
                .path("KeyMetadata")
                .path("KeyId")
                .asText();
        HttpRequest generate =
                kms.request("GenerateDataKey", node().put("KeyId", key).put("KeySpec", "AES_256"));
        ObjectNode blob = node();
        blob.set("CiphertextBlob", JSON.readTree(kms.send(generate)).path("CiphertextBlob"));
        HttpRequest decrypt = kms.request("Decrypt", blob);
        report(name + ": GenerateDataKey", () -> kms.send(generate));
        report(name + ": Decrypt", () -> kms.send(decrypt));
    }

    private static void moto() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process;
        try {
            process = new ProcessBuilder("moto_server", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.out.println("moto_server is not installed");
            return;
        }
        try {
            TimeUnit.SECONDS.sleep(15);
            overHttp("moto_server", new Client(port, new Credentials("moto", "AKIAIOSFODNN7EXAMPLE", "secret", null)));
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /** Sends the same signed requests again and again; a signature is good for five minutes. */
    private record Client(int port, Credentials keys, HttpClient http) {

        Client(int port, Credentials keys) {
            this(
                    port,
                    keys,
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }

        HttpRequest request(String operation, ObjectNode input) throws Exception {
            byte[] body = input.toString().getBytes(StandardCharsets.UTF_8);
            dev.glasshouse.wire.http.HttpRequest plain = new dev.glasshouse.wire.http.HttpRequest(
                    "POST",
                    "/",
                    null,
                    HttpHeaders.of(
                            "Host",
                            "127.0.0.1:" + port,
                            "Content-Type",
                            "application/x-amz-json-1.1",
                            "X-Amz-Target",
                            "TrentService." + operation),
                    new ByteArrayInputStream(body),
                    Connection.IN_PROCESS);
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            dev.glasshouse.wire.http.HttpRequest signed = new RequestSigner(
                            keys.accessKeyId(), keys.secretAccessKey(), null, "us-east-1", "kms")
                    .sign(plain, hash, java.time.Instant.now());
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            signed.headers().forEach((name, value) -> {
                if (!name.equalsIgnoreCase("Host")) {
                    request.header(name, value);
                }
            });
            return request.build();
        }

        String send(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
            return answer.body();
        }
    }

    private static void report(String name, Work work) throws Exception {
        long best = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            long count = 0;
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(ROUND_SECONDS);
            while (System.nanoTime() < end) {
                work.run();
                count++;
            }
            long perSecond = count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
            best = round == 0 ? 0 : Math.max(best, perSecond);
        }
        System.out.printf("%s: %,d a second%n", name, best);
    }
}
