package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.sts.StsClient;

class RotationTest {

    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/rotator";

    private final TestCloud cloud = new TestCloud();
    private final SecretsManagerClient secrets = cloud.admin(SecretsManagerClient.builder());
    private final IamClient iam = cloud.admin(IamClient.builder());
    private Credentials app;

    @BeforeEach
    void aSecretThatHoldsTheKeyOfAUserAndARoleToRotateItIn() {
        app = cloud.user("app", null);
        secrets.createSecret(request -> request.name("key")
                .type("IAMUserAccessKey")
                .secretString("{\"userName\":\"app\"," + "\"accessKeyId\":\"" + app.accessKeyId()
                        + "\",\"secretAccessKey\":\"" + app.secretAccessKey() + "\"}"));
        iam.createRole(request -> request.roleName("rotator")
                .assumeRolePolicyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + "{'Service':'secretsmanager.amazonaws.com'},'Action':'sts:AssumeRole'}]}")
                        .replace('\'', '"')));
        iam.putRolePolicy(request -> request.roleName("rotator")
                .policyName("rotate")
                .policyDocument(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['iam:*AccessKey*'],'Resource':"
                                        + "'arn:aws:iam::*:user/app'},{'Effect':'Allow','Action':['secretsmanager:GetSecretValue',"
                                        + "'secretsmanager:PutSecretValue','secretsmanager:UpdateSecretVersionStage'],'Resource':"
                                        + "'arn:aws:secretsmanager:*:*:secret:key-*'}]}")
                                .replace('\'', '"')));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SecretsManagerException.class, call);
    }

    private String rotate() {
        return secrets.rotateSecret(request -> request.secretId("key")
                        .externalSecretRotationRoleArn(ROLE)
                        .rotationRules(rules -> rules.automaticallyAfterDays(30L)))
                .versionId();
    }

    private Credentials held() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(secrets.getSecretValue(request -> request.secretId("key"))
                        .secretString());
        return new Credentials(
                app.principal(),
                json.path("accessKeyId").asText(),
                json.path("secretAccessKey").asText(),
                null);
    }

    private boolean works(Credentials keys) {
        try {
            return cloud.as(keys, StsClient.builder()).getCallerIdentity().arn().equals(app.principal());
        } catch (AwsServiceException e) {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
            return false;
        }
    }

    private DescribeSecretResponse described() {
        return secrets.describeSecret(request -> request.secretId("key"));
    }

    private Stream<Event> events() {
        return cloud.admin(CloudTrailClient.builder()).lookupEventsPaginator(request -> {}).events().stream();
    }

    @Test
    void a_rotation_makes_a_new_key_and_the_old_one_stops_working() throws Exception {
        String version = rotate();
        assertThat(works(held())).isTrue();
        assertThat(held().accessKeyId()).isNotEqualTo(app.accessKeyId());
        assertThat(works(app)).isFalse();
        DescribeSecretResponse after = described();
        assertThat(after.rotationEnabled()).isTrue();
        assertThat(after.versionIdsToStages().get(version)).containsExactly("AWSCURRENT", "AWSPENDING");
        assertThat(after.versionIdsToStages()).hasSize(2).containsValue(List.of("AWSPREVIOUS"));
        assertThat(after.lastRotatedDate()).isNotNull();
        assertThat(after.nextRotationDate())
                .isEqualTo(cloud.now()
                        .truncatedTo(ChronoUnit.DAYS)
                        .plus(Duration.ofDays(31))
                        .minusSeconds(1));
        assertThat(events().map(Event::eventName)).contains("RotationStarted", "RotationSucceeded");
    }

    private void trust(String condition) {
        iam.updateAssumeRolePolicy(request -> request.roleName("rotator")
                .policyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + "{'Service':'secretsmanager.amazonaws.com'},'Action':'sts:AssumeRole','Condition':"
                                + condition + "}]}")
                        .replace('\'', '"')));
    }

    @Test
    void b14_the_role_is_told_for_which_secret_the_service_comes() throws Exception {
        String organization = cloud.admin(OrganizationsClient.builder())
                .createOrganization()
                .organization()
                .id();
        trust("{'StringEquals':{'aws:SourceAccount':'" + TestCloud.ACCOUNT + "','aws:SourceOrgID':'" + organization
                + "'},'ForAnyValue:StringLike':{'aws:SourceOrgPaths':'" + organization
                + "/*'},'ArnLike':{'aws:SourceArn':'arn:aws:secretsmanager:us-east-1:" + TestCloud.ACCOUNT
                + ":secret:key-*'}}");
        rotate();
        assertThat(works(app)).isFalse();
        assertThat(works(held())).isTrue();
    }

    @Test
    void b14_a_role_for_another_secret_or_account_is_not_assumed() {
        trust("{'StringEquals':{'aws:SourceAccount':'444455556666'},'ArnLike':{'aws:SourceArn':"
                + "'arn:aws:secretsmanager:*:*:secret:other-*'}}");
        rotate();
        assertThat(works(app)).isTrue();
        assertThat(events().map(Event::eventName)).doesNotContain("RotationSucceeded");
    }

    @Test
    void rotations_come_by_themselves_on_their_day_and_delete_the_key_before_the_last() throws Exception {
        rotate();
        Credentials first = held();
        cloud.advance(Duration.ofDays(30));
        Credentials second = held();
        assertThat(second.accessKeyId()).isNotEqualTo(first.accessKeyId());
        assertThat(works(second)).isTrue();
        assertThat(works(first)).isFalse();
        assertThat(iam.listAccessKeys(request -> request.userName("app")).accessKeyMetadata())
                .extracting(AccessKeyMetadata::accessKeyId)
                .containsExactlyInAnyOrder(first.accessKeyId(), second.accessKeyId());
        secrets.cancelRotateSecret(request -> request.secretId("key"));
        assertThat(described().rotationEnabled()).isFalse();
        assertThat(described().nextRotationDate()).isNull();
        cloud.advance(Duration.ofDays(60));
        assertThat(held().accessKeyId()).isEqualTo(second.accessKeyId());
    }

    @Test
    void a_value_that_is_put_by_hand_moves_the_next_rotation_on() {
        rotate();
        cloud.advance(Duration.ofDays(20));
        Instant before = described().nextRotationDate();
        secrets.putSecretValue(request -> request.secretId("key").secretString("{}"));
        assertThat(described().nextRotationDate()).isEqualTo(before.plus(Duration.ofDays(20)));
    }

    @Test
    void a_role_without_permission_fails_the_rotation_and_the_old_key_goes_on_working() throws Exception {
        iam.putRolePolicy(request -> request.roleName("rotator")
                .policyName("rotate")
                .policyDocument(TestCloud.allow("secretsmanager:*", "*").replace('\'', '"')));
        String version = rotate();
        assertThat(works(app)).isTrue();
        assertThat(held().accessKeyId()).isEqualTo(app.accessKeyId());
        assertThat(described().versionIdsToStages().get(version)).containsExactly("AWSPENDING");
        assertThat(failure(() -> secrets.rotateSecret(request -> request.secretId("key"))))
                .isEqualTo("InvalidRequestException 400 A previous rotation isn't complete. That rotation will be"
                        + " reattempted.");
        Event failed = events().filter(event -> event.eventName().equals("RotationFailed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.cloudTrailEvent()).contains("iam:ListAccessKeys").contains("AwsServiceEvent");
        iam.putRolePolicy(request -> request.roleName("rotator")
                .policyName("rotate")
                .policyDocument(TestCloud.allow("*", "*").replace('\'', '"')));
        cloud.advance(Duration.ofMinutes(16));
        assertThat(works(held())).isTrue();
        assertThat(works(app)).isFalse();
    }

    @Test
    void a_role_that_does_not_trust_secrets_manager_is_not_assumed() {
        iam.updateAssumeRolePolicy(request -> request.roleName("rotator")
                .policyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + "{'Service':'lambda.amazonaws.com'},'Action':'sts:AssumeRole'}]}")
                        .replace('\'', '"')));
        rotate();
        assertThat(works(app)).isTrue();
        assertThat(events().map(Event::eventName)).contains("RotationFailed").doesNotContain("RotationSucceeded");
    }

    @Test
    void a_set_up_that_is_not_to_rotate_at_once_only_tries_the_key() throws Exception {
        secrets.rotateSecret(request -> request.secretId("key")
                .externalSecretRotationRoleArn(ROLE)
                .rotationRules(
                        rules -> rules.scheduleExpression("cron(0 4 ? * SUN *)").duration("2h"))
                .rotateImmediately(false));
        assertThat(held().accessKeyId()).isEqualTo(app.accessKeyId());
        DescribeSecretResponse described = described();
        assertThat(described.versionIdsToStages()).hasSize(1);
        assertThat(described.rotationRules().scheduleExpression()).isEqualTo("cron(0 4 ? * SUN *)");
        assertThat(described.rotationRules().automaticallyAfterDays()).isEqualTo(7);
        Instant next = described.nextRotationDate();
        assertThat(next.atZone(java.time.ZoneOffset.UTC).getDayOfWeek()).isEqualTo(java.time.DayOfWeek.SUNDAY);
        assertThat(next.atZone(java.time.ZoneOffset.UTC).getHour()).isEqualTo(6);
        cloud.advance(Duration.ofDays(7));
        assertThat(works(held())).isTrue();
        assertThat(works(app)).isFalse();
        assertThat(events().map(Event::eventName))
                .contains("TestRotationStarted", "TestRotationSucceeded", "RotationSucceeded");
    }

    @Test
    void without_anybody_to_rotate_it_a_secret_is_not_set_up() {
        secrets.createSecret(request -> request.name("plain").secretString("x"));
        assertThat(failure(() -> secrets.rotateSecret(
                        request -> request.secretId("plain").rotationRules(rules -> rules.automaticallyAfterDays(1L)))))
                .isEqualTo(
                        "InvalidRequestException 400 No Lambda rotation function ARN is associated with this secret.");
        assertThat(failure(() -> secrets.rotateSecret(request -> request.secretId("plain")
                        .rotationLambdaARN("arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:f")
                        .rotationRules(rules -> rules.automaticallyAfterDays(1L)))))
                .isEqualTo(
                        "AccessDeniedException 400 Secrets Manager cannot invoke the specified Lambda function. Ensure"
                                + " that the function policy grants access to the principal secretsmanager.amazonaws.com.");
        DescribeSecretResponse described = secrets.describeSecret(request -> request.secretId("plain"));
        assertThat(described.rotationEnabled()).isNull();
        assertThat(described.rotationRules()).isNull();
        for (String wrong :
                List.of("rate(3 hours)", "rate(1 days)", "cron(5 4 * * ? *)", "cron(0 0/2 * * ? *)", "every day")) {
            assertThat(failure(() -> secrets.rotateSecret(request -> request.secretId("key")
                            .externalSecretRotationRoleArn(ROLE)
                            .rotationRules(rules -> rules.scheduleExpression(wrong)))))
                    .as(wrong)
                    .matches("(InvalidParameter|Validation)Exception 400.*");
        }
    }

    @Test
    void who_sets_up_a_rotation_must_be_allowed_to_pass_its_role() {
        Credentials bob = cloud.user("bob", TestCloud.allow("secretsmanager:*", "*"));
        assertThat(failure(() -> cloud.as(bob, SecretsManagerClient.builder())
                        .rotateSecret(request -> request.secretId("key").externalSecretRotationRoleArn(ROLE))))
                .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: iam:PassRole on resource: " + ROLE
                        + " because no identity-based policy allows the iam:PassRole action");
    }
}
