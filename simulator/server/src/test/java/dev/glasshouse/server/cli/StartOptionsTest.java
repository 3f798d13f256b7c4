package dev.glasshouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The short way to read options against the library's. */
class StartOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--port 0",
                "--port=8080 --https-port=0",
                "--seed a=b --json",
                "--host 0.0.0.0 --account 111122223333 --region eu-west-1",
                "--defaults 2022 --ephemeral",
                "--keep-history-mib 1 --keep-calls 20 --keep-events 300 --rehearse"
            })
    void plain_options_are_read_as_the_library_reads_them(String line) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
        StartOptions expected = new StartOptions();
        new CommandLine(new StartCommand(expected)).parseArgs(arguments.toArray(String[]::new));

        assertThat(StartOptions.plain(arguments))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--port",
                "--port x",
                "--port 99999999999",
                "--port --json",
                "--port 1 --port 2",
                "--json=true",
                "--json --json",
                "--prot 1",
                "port",
                "@file",
                "--seed @file",
                "--seed \"a",
                "--port="
            })
    void whatever_is_not_plain_is_left_to_the_library(String line) {
        assertThat(StartOptions.plain(List.of(line.split(" ")))).isEmpty();
    }

    @Test
    void options_have_their_defaults_where_none_is_given() {
        StartOptions options = StartOptions.plain(List.of()).orElseThrow();

        assertThat(options.port).isEqualTo(4566);
        assertThat(options.httpsPort).isNull();
        assertThat(options.host).isEqualTo("127.0.0.1");
        assertThat(options.account).isEqualTo("123456789012");
        assertThat(options.region).isEqualTo("us-east-1");
        assertThat(options.defaults).isEqualTo("2026");
        assertThat(options.historyMebibytes).isEqualTo(16);
        assertThat(options.calls).isEqualTo(2_000);
        assertThat(options.events).isEqualTo(1_000_000);
    }
}
