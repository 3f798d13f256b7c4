package dev.glasshouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    private String policy(String name, String actions) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":" + actions
                        + ",\"Resource\":\"arn:aws:s3:::b/*\"}}");
        return file.toString();
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(arguments);
    }

    @Test
    void nothingNewlyAllowedIsCodeZero() throws IOException {
        String wide = policy("wide.json", "\"s3:Get*\"");
        String narrow = policy("narrow.json", "\"s3:GetObject\"");
        assertThat(run("diff", wide, narrow)).isZero();
        assertThat(printed.toString()).contains("newly denied by statement 0").doesNotContain("newly allowed");
    }

    @Test
    void newlyAllowedIsCodeThreeAndShown() throws IOException {
        String narrow = policy("narrow.json", "\"s3:GetObject\"");
        String wide = policy("wide.json", "[\"s3:GetObject\",\"s3:PutObject\"]");
        assertThat(run("diff", narrow, wide, "--json")).isEqualTo(3);
        assertThat(printed.toString())
                .contains("\"actions\" : [ \"s3:PutObject\" ]")
                .contains("\"resource\" : \"arn:aws:s3:::b/example\"");
    }

    @Test
    void theGraphLeadsFromWhatIsNewToTheRequestThatShowsIt() throws IOException {
        String narrow = policy("narrow.json", "\"s3:GetObject\"");
        String other = policy("other.json", "\"s3:PutObject\"");
        assertThat(run("diff", narrow, other, "--dot")).isEqualTo(3);
        assertThat(printed.toString().lines())
                .contains(
                        "  \"newly allowed\" -> \"new statement 0\" [label=\"s3:PutObject\", color=red];",
                        "  \"new statement 0\" -> \"arn:aws:s3:::b/example\" [label=\"s3:PutObject\", color=red];",
                        "  \"newly denied\" -> \"old statement 0\" [label=\"s3:GetObject\", color=blue];");
    }

    @Test
    void whatIsNoPolicyIsNotCompared() throws IOException {
        String narrow = policy("narrow.json", "\"s3:GetObject\"");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{}");
        assertThat(run("diff", narrow, broken.toString())).isNotIn(0, 3);
        assertThat(printed.toString()).contains("is not a policy");
    }
}
