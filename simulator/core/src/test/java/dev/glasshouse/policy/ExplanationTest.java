package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.KEY;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.grant;
import static dev.glasshouse.policy.Ask.may;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What an explanation tells. */
final class ExplanationTest {

    private static String summary(Ask ask) {
        return ask.build().explain().summary();
    }

    @Test
    void namesTheBoundaryThatDoesNotAllow() {
        assertThat(summary(may(ALICE, "kms:Decrypt", KEY)
                        .resource(grant("{'AWS':'111111111111'}"))
                        .identity(ALLOW_ALL)
                        .boundary(Ask.allow("s3:*", "*"))))
                .isEqualTo("denied: the permissions boundary boundary[0] does not allow kms:Decrypt");
    }

    @Test
    void namesTheStatementThatDenies() {
        String deny = Ask.statement("'Sid':'NoReads','Effect':'Deny','Action':'s3:Get*','Resource':'*'");
        assertThat(summary(alice().identity(ALLOW_ALL).identity(deny)))
                .isEqualTo("denied: statement 0 (NoReads) of the identity-based policy identity[1] denies"
                        + " s3:GetObject explicitly");
    }

    @Test
    void namesTheStatementThatAllows() {
        assertThat(summary(alice().identity(ALLOW_ALL)))
                .isEqualTo("allowed: statement 0 of the identity-based policy identity[0] allows s3:GetObject");
    }

    @Test
    void namesEveryReasonOfAnImplicitDenial() {
        assertThat(summary(alice().ownedBy("222222222222")))
                .isEqualTo("denied: no resource-based policy allows s3:GetObject;"
                        + " no identity-based policy allows s3:GetObject");
    }

    @Test
    void tellsWhatAnUnreadablePolicyDoes() {
        assertThat(summary(alice().identity("{}")))
                .isEqualTo("denied: the identity-based policy identity[0] cannot be read");
    }

    @Test
    void showsTheValueThatFailedACondition() {
        Explanation explanation = alice().key("aws:SourceIp", "10.0.0.1")
                .identity(Ask.statement("'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':"
                        + "{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}"))
                .build()
                .explain();
        Explanation.Statement statement =
                explanation.policies().get(0).statements().get(0);
        assertThat(statement.applies()).isFalse();
        assertThat(statement.elements())
                .extracting(Explanation.Element::matched)
                .containsExactly(true, true, false);
        Explanation.Element condition = statement.elements().get(2);
        assertThat(condition.operator()).isEqualTo("IpAddress");
        assertThat(condition.key()).isEqualTo("aws:SourceIp");
        assertThat(condition.policyValues()).containsExactly("192.0.2.0/24");
        assertThat(condition.requestValues()).containsExactly("10.0.0.1");
    }

    @Test
    void saysThatAKeyIsAbsent() {
        Explanation explanation =
                Ask.aliceIf("{'StringEquals':{'aws:username':'x'}}").build().explain();
        assertThat(explanation
                        .policies()
                        .get(0)
                        .statements()
                        .get(0)
                        .elements()
                        .get(2)
                        .note())
                .isEqualTo("the request does not carry the key");
    }

    @Test
    void readsOnAfterAMatchSoThatEveryStatementIsShown() {
        Explanation explanation =
                alice().identity(ALLOW_ALL).identity(ALLOW_ALL).build().explain();
        assertThat(explanation.policies()).hasSize(2);
        assertThat(explanation.policies().get(1).statements()).hasSize(1);
    }

    @Test
    void serialisesToJson() throws JsonProcessingException {
        JsonNode json = new ObjectMapper()
                .valueToTree(alice().identity(ALLOW_ALL).build().explain());
        assertThat(json.at("/decision/effect").asText()).isEqualTo("Allowed");
        assertThat(json.at("/policies/0/statements/0/elements/0/element").asText())
                .isEqualTo("Action");
    }
}
