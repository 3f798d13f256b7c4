package dev.glasshouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Simulator;
import dev.glasshouse.imports.Importer;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.server.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that ask about access, against a server. */
class QuestionCommandsTest {

    private final Simulator simulator = Simulator.start();
    private final HttpServer server = HttpServer.start(simulator, "127.0.0.1", 0, 0);
    private final StringWriter printed = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        System.setProperty(ControlClient.PROPERTY, "http://127.0.0.1:" + server.port());
        Sandbox sandbox = simulator.sandbox();
        Importer.into(sandbox).policy("role/reader", "read", policy("s3:GetObject", "arn:aws:s3:::orders/*"));
        Importer.into(sandbox).policy("role/climber", "climb", policy("iam:PutRolePolicy", "*"));
    }

    @AfterEach
    void close() {
        System.clearProperty(ControlClient.PROPERTY);
        server.close();
    }

    private static String policy(String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\"}}";
    }

    private int run(String... arguments) {
        printed.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(printed);
        return Main.commandLine(arguments).setOut(out).setErr(out).execute(arguments);
    }

    @Test
    void whoCanNamesThoseWhoMay() {
        assertThat(run("who-can", "s3:GetObject", "arn:aws:s3:::orders/1")).isZero();
        assertThat(printed.toString()).contains("role/reader").doesNotContain("role/climber");
        assertThat(run("who-can", "s3:GetObject", "arn:aws:s3:::orders/1", "--json"))
                .isZero();
        assertThat(printed.toString()).startsWith("{").contains("\"entries\"");
        assertThat(run("who-can", "s3:GetObject", "arn:aws:s3:::orders/1", "--dot"))
                .isZero();
        assertThat(printed.toString()).startsWith("digraph access {").contains("role/reader");
    }

    @Test
    void whatCanNamesTheActionsOfOne() {
        assertThat(run("what-can", "role/reader")).isZero();
        assertThat(printed.toString())
                .startsWith("arn:aws:iam::123456789012:role/reader can do 1 action of 1 service\n")
                .contains("  arn:aws:s3:::orders/*: GetObject\n");
    }

    @Test
    void pathsEndsWithThreeWhereOneLeadsToAnAdministrator() {
        assertThat(run("paths", "role/climber", "--prove")).isEqualTo(3);
        assertThat(printed.toString()).contains("iam:PutRolePolicy").contains("administrator");
        assertThat(run("paths", "role/reader")).isZero();
    }

    @Test
    void blastRadiusTellsWhatAChangeTakesAway() throws IOException {
        assertThat(run("blast-radius", "role/reader")).isZero();
        assertThat(printed.toString()).contains("  arn:aws:s3:::orders/*: GetObject\n");
        Path boundary = Files.writeString(folder.resolve("boundary.json"), policy("sqs:*", "*"));
        assertThat(run("blast-radius", "role/reader", "--boundary", boundary.toString()))
                .isZero();
        assertThat(printed.toString()).contains("lost").contains("GetObject");
    }

    @Test
    void whoIsNotThereIsSaidPlainly() {
        assertThat(run("paths", "role/nobody")).isEqualTo(1);
        assertThat(printed.toString()).contains("there is no role/nobody").doesNotContain("\tat ");
    }
}
