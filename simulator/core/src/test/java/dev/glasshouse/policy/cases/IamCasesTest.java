package dev.glasshouse.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every published case has AWS's answer, and the explanation agrees with the bare decision. */
final class IamCasesTest {

    @TestFactory
    List<DynamicTest> casesHaveAwsAnswer() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : cases()) {
            tests.add(DynamicTest.dynamicTest(node.path("id").asText(), () -> check(node)));
        }
        return tests;
    }

    @Test
    void fileIsWhole() throws IOException {
        assertThat(cases()).hasSize(128);
    }

    private static JsonNode cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(IamCasesTest.class.getResourceAsStream("/iam/iam-cases.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static void check(JsonNode node) throws CaseFormatException {
        AuthorizationCase authorization = CaseFormat.parse(node.toString());
        JsonNode answer = CaseFormat.render(authorization.decide());
        assertThat(answer.path("decision").asText())
                .as(authorization.explain().summary())
                .isEqualTo(node.path("expected").path("decision").asText());
        assertThat(authorization.explain().decision()).isEqualTo(authorization.decide());
        assertThat(answer.path("deniedBy").isEmpty())
                .isEqualTo(answer.path("decision").asText().equals("Allowed"));
    }
}
