package dev.glasshouse.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each door refuses alone, with its reason; what closes the way, and what does not. */
class SecretBehindThreeDoorsTest {

    private static final String READER =
            "{\"RoleArn\":\"arn:aws:iam::{{account vault}}:role/ledger-reader\"," + "\"RoleSessionName\":\"me\"%s}";
    private static final String WITH_PURPOSE = ",\"Tags\":[{\"Key\":\"purpose\",\"Value\":\"audit\"}]";

    private final Simulator simulator = Simulator.builder().seed("doors").start();
    private final Lab lab = LabFiles.shipped("secret-behind-three-doors").orElseThrow();
    private final LabSession session = new Labs(simulator).start(lab, "learner", Seed.of("learner"));

    @AfterEach
    void close() {
        simulator.close();
    }

    private static Step step(String as, String call, String with, @Nullable String keep) {
        try {
            return new Step(
                    null,
                    as,
                    call,
                    new ObjectMapper().readTree(with),
                    null,
                    keep == null ? Map.of() : Map.of(keep, "/Credentials"),
                    null,
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Step ask(String as) {
        return step(as, "secretsmanager:GetSecretValue", "{\"SecretId\":\"{{secret}}\"}", null);
    }

    private static Step assume(String more) {
        return step("vault:user/{{auditor}}", "sts:AssumeRole", READER.formatted(more), "me");
    }

    private static String said(Player.Played played) {
        ApiClient.Answer answer = played.answer();
        if (answer == null) {
            return "nobody could call";
        }
        return answer.error() == null
                ? "read"
                : answer.errorCode() + ": " + answer.error().message();
    }

    private String last(Step... steps) {
        List<Player.Played> played = session.play(List.of(steps));
        return said(played.get(played.size() - 1));
    }

    private static Step admin(String call, String with) {
        return step("admin", call, with, null);
    }

    // ---- the doors

    @Test
    void the_resource_policy_refuses_whoever_is_not_one_of_its_roles() {
        assertThat(last(ask("vault:user/{{auditor}}")))
                .startsWith("AccessDeniedException: User: arn:aws:iam::")
                .endsWith("with an explicit deny in a resource-based policy");
    }

    @Test
    void the_service_control_policy_refuses_a_session_without_a_purpose() {
        assertThat(last(assume(""), ask("me")))
                .startsWith("AccessDeniedException: User: arn:aws:sts::")
                .contains("with an explicit deny in a service control policy");
    }

    @Test
    void the_key_policy_refuses_who_passes_both() {
        assertThat(last(assume(WITH_PURPOSE), ask("me")))
                .isEqualTo("AccessDeniedException: Access to KMS is not allowed");
    }

    @Test
    void without_the_control_policy_the_untagged_session_meets_the_key() {
        assertThat(last(
                        admin(
                                "organizations:DetachPolicy",
                                "{\"PolicyId\":\"{{control secrets-need-a-purpose}}\",\"TargetId\":\"{{unit Workloads}}\"}"),
                        assume(""),
                        ask("me")))
                .isEqualTo("AccessDeniedException: Access to KMS is not allowed");
    }

    @Test
    void the_control_policy_holds_the_administrator_of_the_account_too() {
        assertThat(last(ask("vault:admin"))).contains("explicit deny in a service control policy");
    }

    // ---- closing

    private boolean closedAfter(Step... fix) {
        List<Step> attack = lab.solution().stream()
                .takeWhile(step -> !"grants".equals(step.id()))
                .toList();
        session.play(attack);
        assertThat(session.play(List.of(fix))).allMatch(Player.Played::succeeded);
        return session.status().solved();
    }

    private Step solution(String id) {
        return lab.solution().stream()
                .filter(step -> id.equals(step.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_grant_alone_or_the_right_to_make_it_alone_leaves_the_way_open() {
        assertThat(closedAfter(solution("grants"), solution("revoke"))).isFalse();
        session.reset();
        assertThat(closedAfter(solution("narrow"))).isFalse();
    }

    @Test
    void the_key_policy_can_want_grants_to_be_for_services() {
        String policy = """
                {"KeyId":"{{key}}","PolicyName":"default","Policy":{"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account vault}}:root"},
                 "Action":["kms:Describe*","kms:List*","kms:Put*","kms:Get*","kms:Revoke*"],"Resource":"*"},
                {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account vault}}:root"},"Action":"kms:CreateGrant",
                 "Resource":"*","Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"}}},
                {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account vault}}:role/ledger-batch"},
                 "Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"*"}]}}""";
        assertThat(closedAfter(
                        solution("grants"),
                        solution("revoke"),
                        step("vault:user/responder", "kms:PutKeyPolicy", policy, null)))
                .isTrue();
    }

    @Test
    void a_resource_policy_that_shuts_everybody_out_stops_the_batch() {
        String policy = """
                {"SecretId":"{{secret}}","ResourcePolicy":{"Version":"2012-10-17","Statement":[
                {"Effect":"Deny","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}}""";
        assertThat(closedAfter(step("vault:user/responder", "secretsmanager:PutResourcePolicy", policy, null)))
                .isFalse();
    }

    @Test
    void a_member_accounts_user_has_keys_of_that_account() {
        assertThat(session.status().access().get(0).credentials().principal())
                .contains(":user/")
                .doesNotContain(simulator.account());
    }
}
