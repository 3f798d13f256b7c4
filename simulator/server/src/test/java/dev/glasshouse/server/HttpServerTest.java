package dev.glasshouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class HttpServerTest {

    private final Simulator simulator = Simulator.builder().seed("http").start();
    private final HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);

    @AfterEach
    void close() {
        server.close();
    }

    private S3Client s3() {
        Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
        return S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(admin.accessKeyId(), admin.secretAccessKey())))
                .build();
    }

    @Test
    void aStockClientStoresAndReadsOverASocket() {
        try (S3Client s3 = s3()) {
            s3.createBucket(request -> request.bucket("bucket"));
            s3.putObject(request -> request.bucket("bucket").key("a//b ../x"), RequestBody.fromString("hello"));
            assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("a//b ../x"))
                            .asUtf8String())
                    .isEqualTo("hello");
            assertThat(catchThrowableOfType(
                            NoSuchKeyException.class,
                            () -> s3.getObject(
                                    request -> request.bucket("bucket").key("none"))))
                    .isNotNull();
        }
    }

    @Test
    void whatHasNoBodyHasNoContentType() {
        try (S3Client s3 = s3()) {
            assertThat(s3.createBucket(request -> request.bucket("bucket"))
                            .sdkHttpResponse()
                            .firstMatchingHeader("Content-Type"))
                    .isEmpty();
            assertThat(s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString("hello"))
                            .sdkHttpResponse()
                            .firstMatchingHeader("Content-Type"))
                    .isEmpty();
            assertThat(s3.headObject(request -> request.bucket("bucket").key("k"))
                            .contentType())
                    .isEqualTo("text/plain; charset=UTF-8");
            assertThat(s3.deleteObject(request -> request.bucket("bucket").key("k"))
                            .sdkHttpResponse()
                            .firstMatchingHeader("Content-Type"))
                    .isEmpty();
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theControlApiRefusesForeignHostsAndOrigins() throws IOException {
        assertThat(raw("GET /_glasshouse/sandboxes HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /_glasshouse/sandboxes HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n"
                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /_glasshouse/sandboxes HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whoTrustsTheAuthorityIsServedOverTlsAndThePolicyKnowsIt() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        try (S3Client s3 = s3()) {
            s3.createBucket(request -> request.bucket("sealed"));
            s3.deletePublicAccessBlock(request -> request.bucket("sealed"));
            s3.putBucketPolicy(request -> request.bucket("sealed")
                    .policy("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                            + "\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::sealed\","
                            + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}}"));
        }
        assertThat(status(client, "https://127.0.0.1:" + server.securePort() + "/sealed"))
                .isEqualTo(200);
        assertThat(status(client, "https://localhost:" + server.securePort() + "/sealed"))
                .isEqualTo(200);
        assertThat(status(client, "http://127.0.0.1:" + server.port() + "/sealed"))
                .isEqualTo(403);
        assertThat(simulator
                        .control(simulator.sandbox())
                        .events(2, event -> event.json().utf8().contains("\"TLSv1.3\"")))
                .hasSize(2);
    }

    private static int status(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aProxyUserNamesTheSandboxForRequestsToAwssOwnHosts() throws IOException {
        Sandbox other = simulator.create("other", Seed.of("other"));
        simulator
                .client(other, simulator.control(other).administrator(simulator.account()))
                .call("s3:CreateBucket", new ObjectMapper().createObjectNode().put("Bucket", "here-alone"));
        assertThat(raw(proxied("here-alone.s3.amazonaws.com", "other"))).contains("<Code>AccessDenied</Code>");
        assertThat(raw(proxied("here-alone.s3.amazonaws.com", "default"))).contains("<Code>NoSuchBucket</Code>");
        assertThat(raw(proxied("here-alone.s3.amazonaws.com", "nobody")))
                .startsWith("HTTP/1.1 403")
                .contains("NoSuchSandbox");
        assertThat(raw(proxied("example.com", "other")))
                .startsWith("HTTP/1.1 403")
                .contains("nothing is passed on");
    }

    private static String proxied(String host, String sandbox) {
        String user = Base64.getEncoder().encodeToString((sandbox + ":x").getBytes(StandardCharsets.UTF_8));
        return "GET http://" + host + "/?list-type=2 HTTP/1.1\r\nHost: " + host + "\r\nProxy-Authorization: Basic "
                + user + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void aTunnelToAwssOwnHostLeadsIntoTheProxyUsersSandbox() throws Exception {
        Sandbox other = simulator.create("other", Seed.of("other"));
        simulator
                .client(other, simulator.control(other).administrator(simulator.account()))
                .call("s3:CreateBucket", new ObjectMapper().createObjectNode().put("Bucket", "here-alone"));
        String host = "here-alone.s3.us-east-1.amazonaws.com";
        assertThat(tunnelled(host, "other")).contains("<Code>AccessDenied</Code>");
        assertThat(tunnelled(host, "default")).contains("<Code>NoSuchBucket</Code>");
        assertThat(tunnelled(host, null)).contains("<Code>NoSuchBucket</Code>");
        assertThat(tunnelled(host, "nobody")).startsWith("HTTP/1.1 403").contains("NoSuchSandbox");
        assertThat(tunnelled("example.com", "other")).startsWith("HTTP/1.1 403").contains("nothing is passed on");
    }

    /** What a tunnel answers, or the answer of the proxy where it gives none. */
    private String tunnelled(String host, @Nullable String sandbox) throws Exception {
        String user = sandbox == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString((sandbox + ":x").getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\n" + user + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = head(socket.getInputStream());
            if (!head.startsWith("HTTP/1.1 200")) {
                int length = Integer.parseInt(head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1"));
                return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
            }
            SSLSocket secure = (SSLSocket) trusting().getSocketFactory().createSocket(socket, host, 443, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name AWS's host
            secure.setSSLParameters(parameters);
            secure.getOutputStream()
                    .write(("GET /?list-type=2 HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(secure.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", server.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (Simulator other = Simulator.builder().seed("other").start()) {
            assertThat(catchThrowableOfType(
                            UncheckedIOException.class, () -> HttpServer.start(other, "127.0.0.1", server.port(), 0)))
                    .hasMessageContaining("the port " + server.port() + " of 127.0.0.1 cannot be bound")
                    .hasCauseInstanceOf(BindException.class);
            assertThat(catchThrowableOfType(
                            UncheckedIOException.class,
                            () -> HttpServer.start(other, "127.0.0.1", 0, server.securePort())))
                    .hasMessageContaining("the port " + server.securePort());
        }
    }

    @Test
    void anExpectationThatNobodyKnowsIsOverlooked() throws IOException {
        assertThat(raw("PUT /bucket HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 200\r\nContent-Length: 0\r\n"
                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("<Code>AccessDenied</Code>");
    }

    @Test
    void whoAsksForNobodysBucketsIsSentToThePageOfS3() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 307")
                .contains("Location: https://aws.amazon.com/s3/\r\n")
                .contains("Content-Length: 0\r\n");
    }

    @Test
    void headOfABucketSpeaksOfXml() throws IOException {
        try (S3Client s3 = s3()) {
            s3.createBucket(request -> request.bucket("bucket"));
            assertThat(s3.headBucket(request -> request.bucket("bucket"))
                            .sdkHttpResponse()
                            .firstMatchingHeader("Content-Type"))
                    .contains("application/xml");
        }
        assertThat(raw("HEAD /bucket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("Content-Type: application/xml\r\n");
    }

    @Test
    void brokenPathsAreAnsweredInXml() throws IOException {
        for (String path : new String[] {"/b/%zz", "/b/%", "/b/a%00b", "/b/%c0%af"}) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("<Code>InvalidURI</Code><Message>Couldn't parse the specified URI.</Message>")
                    .doesNotContain("<html");
        }
        assertThat(raw("PUT /b/a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>BadRequest</Code><Message>An error occurred when parsing the HTTP request.</Message>");
    }

    @Test
    void whatIsNoRequestIsAnsweredWithTheIdsOfOne() throws IOException {
        String broken = raw("GET / HTTP/9.9\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertThat(broken)
                .startsWith("HTTP/1.1 400")
                .contains("Server: AmazonS3\r\n", "Content-Type: application/xml\r\n", "Date: ", "Connection: close")
                .contains("<Code>BadRequest</Code>");
        String id = between(broken, "x-amz-request-id: ", "\r\n");
        assertThat(id).matches("[0-9A-Z]{16}");
        assertThat(between(broken, "<RequestId>", "</RequestId>")).isEqualTo(id);
        assertThat(between(broken, "<HostId>", "</HostId>")).isEqualTo(between(broken, "x-amz-id-2: ", "\r\n"));
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + "x".repeat(200_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>RequestHeaderSectionTooLarge</Code><Message>Your request header section exceeds the"
                        + " maximum allowed size.</Message><MaxSizeAllowed>");
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    @Test
    void theClockIsTurnedThroughTheControlApi() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.port() + "/_glasshouse/sandboxes/default/clock"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"P365D\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(simulator.sandbox().now())
                .isAfter(simulator.sandboxes().wallClock().now().plusSeconds(364 * 86_400L));
    }
}
