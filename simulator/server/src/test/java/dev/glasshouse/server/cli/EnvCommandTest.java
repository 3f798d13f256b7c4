package dev.glasshouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import org.junit.jupiter.api.Test;

class EnvCommandTest {

    private static final Credentials KEYS =
            new Credentials("arn:aws:iam::123456789012:user/admin", "AKIAIOSFODNN7EXAMPLE", "secret", null);

    @Test
    void onTheUsualPortNothingButAwsVariablesIsNeeded() {
        assertThat(EnvCommand.exports("http://127.0.0.1:4566", "us-east-1", KEYS))
                .startsWith("export AWS_ENDPOINT_URL=http://127.0.0.1:4566")
                .noneMatch(line -> line.contains("GLASSHOUSE_ENDPOINT"));
    }

    @Test
    void onAnotherPortTheVerbsAreToldTooWhereTheSimulatorIs() {
        assertThat(EnvCommand.exports("http://127.0.0.1:4711", "us-east-1", KEYS))
                .startsWith(
                        "export GLASSHOUSE_ENDPOINT=http://127.0.0.1:4711",
                        "export AWS_ENDPOINT_URL=http://127.0.0.1:4711");
    }
}
