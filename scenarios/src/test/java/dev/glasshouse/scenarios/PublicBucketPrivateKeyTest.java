package dev.glasshouse.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the first lab teaches, and other ways through it. */
class PublicBucketPrivateKeyTest {

    private final Simulator simulator = Simulator.builder().seed("lab").start();
    private final Lab lab = LabFiles.shipped("public-bucket-private-key").orElseThrow();
    private final LabSession session = new Labs(simulator).start(lab, "learner", Seed.of("learner"));

    @AfterEach
    void close() {
        simulator.close();
    }

    private static Step step(String as, String call, String with) {
        try {
            JsonNode input = new ObjectMapper().readTree(with.replace('\'', '"'));
            return new Step(null, as, call, input, null, Map.of(), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean closedAfter(Step... fix) {
        session.play(lab.solution().subList(0, lab.solution().size() - 2));
        assertThat(session.play(List.of(fix))).allMatch(Player.Played::succeeded);
        return session.status().solved();
    }

    private static final Step CLOSE_BUCKET = step(
            "user/responder",
            "s3:PutPublicAccessBlock",
            "{'Bucket':'{{bucket}}','PublicAccessBlockConfiguration':{'BlockPublicAcls':true,'IgnorePublicAcls':true,"
                    + "'BlockPublicPolicy':true,'RestrictPublicBuckets':true}}");
    private static final Step CLOSE_TRAINEE =
            step("user/responder", "iam:DeleteUserPolicy", "{'UserName':'{{trainee}}','PolicyName':'trainee'}");

    @Test
    void block_public_access_and_a_smaller_policy_of_the_trainee_close_the_holes_as_well() {
        assertThat(closedAfter(CLOSE_BUCKET, CLOSE_TRAINEE)).isTrue();
    }

    @Test
    void keys_that_the_responder_deactivates_stay_so_and_stop_who_had_them() {
        String trainee = session.status().access().get(0).credentials().accessKeyId();
        Step deactivate = step(
                "user/responder",
                "iam:UpdateAccessKey",
                "{'UserName':'{{trainee}}','AccessKeyId':'" + trainee + "','Status':'Inactive'}");
        assertThat(closedAfter(CLOSE_BUCKET, deactivate)).isTrue();
        assertThat(session.status().access())
                .extracting(LabSession.Access::about)
                .containsExactly("responder, of the security team");
        assertThat(simulator
                        .control(session.sandbox())
                        .events(100, event -> event.json().utf8().contains("CreateAccessKey")))
                .isEmpty();
    }

    @Test
    void the_bucket_alone_is_not_enough() {
        assertThat(closedAfter(CLOSE_BUCKET)).isFalse();
    }

    @Test
    void a_fix_that_stops_the_application_is_none() {
        Step denyAll = step(
                "user/responder",
                "s3:PutBucketPolicy",
                "{'Bucket':'{{bucket}}','Policy':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*',"
                        + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::{{bucket}}/*'}]}}");
        assertThat(closedAfter(denyAll, CLOSE_TRAINEE)).isFalse();
    }

    @Test
    void the_responder_gets_keys_when_the_data_is_taken() {
        assertThat(session.status().access()).hasSize(1);
        session.play(lab.solution().subList(0, 5));
        assertThat(session.status().access()).hasSize(2);
        assertThat(session.status().access().get(1).credentials().principal()).endsWith(":user/responder");
    }

    @Test
    void hints_are_for_the_first_open_objective_and_end() {
        assertThat(session.hint()).get().asString().contains("--no-sign-request");
        assertThat(session.hint()).isEmpty();
        session.play(lab.solution().subList(0, 2));
        assertThat(session.hint()).get().asString().contains("Now sign the same call");
        assertThat(session.hint()).get().asString().contains("why last");
        assertThat(session.hint()).isEmpty();
    }
}
