package dev.glasshouse.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.policy.Decision;
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

    @Test
    void aDenyOfEverythingOrAnUnreadablePolicyNeverAllows() throws IOException, CaseFormatException {
        for (JsonNode node : cases()) {
            if (node.at("/request/action").asText().startsWith("sts:Get")) {
                continue;
            }
            for (String slot : List.of("resource", "boundary")) {
                AuthorizationCase closed = CaseFormat.parse(with(node, slot, "{}"));
                boolean limited = closed.request().principal().kind().isIam() || slot.equals("resource");
                assertThat(closed.decide().isAllowed() && limited)
                        .as(node.path("id").asText())
                        .isFalse();
            }
            String deny = "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\"}}";
            assertThat(CaseFormat.parse(with(node, "resource", deny)).decide().effect())
                    .as(node.path("id").asText())
                    .isEqualTo(Decision.Effect.EXPLICITLY_DENIED);
        }
    }

    private static String with(JsonNode node, String slot, String policy) throws IOException {
        ObjectNode copy = node.deepCopy();
        JsonNode document = new ObjectMapper().readTree(policy);
        ObjectNode policies = (ObjectNode) copy.get("policies");
        if (slot.equals("resource")) {
            policies.set(slot, document);
        } else {
            policies.putArray(slot).add(document);
        }
        return copy.toString();
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
