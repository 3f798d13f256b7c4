package dev.glasshouse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.imports.Importer;
import dev.glasshouse.server.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in other languages, each run as its own process against a sandbox over HTTP. One whose tool is missing on a
 * machine is skipped, and the skip names the tool; {@code .ci/run} installs them all.
 */
class ProgramsTest {

    private static final int MOST_SECONDS = 120;

    private final Simulator simulator = Simulator.start();
    private final HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);

    @TempDir
    private Path scratch;

    @BeforeEach
    void fill() {
        Importer.into(simulator.sandbox()).read(Path.of("shop")).report().requireUnderstood();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private record Ended(int code, String output) {}

    private Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
        Path output = scratch.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        // the shop's bucket takes no plain connection
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL",
                "https://127.0.0.1:" + server.securePort(),
                "AWS_CA_BUNDLE",
                certificate().toString(),
                "NODE_EXTRA_CA_CERTS",
                certificate().toString(),
                "GLASSHOUSE_ENDPOINT",
                "http://127.0.0.1:" + server.port(),
                "AWS_ACCESS_KEY_ID",
                admin.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                admin.secretAccessKey(),
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "GLASSHOUSE",
                scratch.resolve("glasshouse").toString()));
        Process process = builder.start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private Path certificate() throws IOException {
        Path file = scratch.resolve("ca.pem");
        if (!Files.exists(file)) {
            try {
                String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(server.certificate().getEncoded());
                Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("the simulator made it", e);
            }
        }
        return file;
    }

    private void requireTool(String name, String... probe) throws InterruptedException {
        boolean there;
        try {
            there = run(Path.of("."), List.of(probe)).code() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, name + " is missing on this machine: the example that needs it is skipped");
    }

    private void requirePasses(Path folder, String... command) throws IOException, InterruptedException {
        Ended ended = run(folder, List.of(command));
        assertThat(ended.code()).as(ended.output()).isZero();
    }

    @Test
    void shell() throws IOException, InterruptedException {
        requireTool("the aws CLI", "aws", "--version");
        requirePasses(Path.of("shell"), "sh", "shop.sh");
        requirePasses(Path.of("shell"), "sh", "keyed-archive.sh");
    }

    @Test
    void python() throws IOException, InterruptedException {
        requireTool("python3 with boto3 and pytest", "python3", "-c", "import boto3, pytest");
        requirePasses(Path.of("python"), "python3", "-m", "pytest", "-q", "-p", "no:cacheprovider");
    }

    @Test
    void javascript() throws IOException, InterruptedException {
        requireTool("node", "node", "--version");
        assumeTrue(
                Files.isDirectory(Path.of("javascript/node_modules/@aws-sdk/client-s3")),
                "the AWS SDK for JavaScript is missing on this machine: run npm install in client-examples/javascript");
        requirePasses(Path.of("javascript"), "node", "--test");
    }

    /** The recipe's commands, with this build's classes as the launcher. */
    @Test
    void continuousIntegration() throws IOException, InterruptedException {
        requireTool("sh", "sh", "-c", "exit 0");
        Path launcher = scratch.resolve("glasshouse");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '" + ProcessHandle.current().info().command().orElse("java")
                        + "' -XX:TieredStopAtLevel=1 -Xshare:auto -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp '"
                        + System.getProperty("java.class.path") + "' dev.glasshouse.server.cli.Main \"$@\"\n",
                StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        requirePasses(Path.of("ci"), "sh", "check-policies.sh");
    }
}
