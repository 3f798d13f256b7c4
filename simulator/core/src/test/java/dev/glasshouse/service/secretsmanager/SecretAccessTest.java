package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyResponse;

class SecretAccessTest {

    private static final String EVERYONE = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*',"
            + "'Action':'secretsmanager:GetSecretValue','Resource':'*'}]}";

    private final TestCloud cloud = new TestCloud();
    private final SecretsManagerClient secrets = cloud.admin(SecretsManagerClient.builder());
    private final KmsClient kms = cloud.admin(KmsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SecretsManagerException.class, call);
    }

    private SecretsManagerClient as(Credentials credentials) {
        return cloud.as(credentials, SecretsManagerClient.builder());
    }

    private static String value(SecretsManagerClient client, String id) {
        return client.getSecretValue(request -> request.secretId(id)).secretString();
    }

    private void policy(String id, String policy) {
        secrets.putResourcePolicy(request -> request.secretId(id).resourcePolicy(policy.replace('\'', '"')));
    }

    @Test
    void without_permission_a_secret_that_is_there_and_one_that_is_not_look_the_same() {
        secrets.createSecret(request -> request.name("there").secretString("x"));
        Credentials bob = cloud.user("bob", null);
        for (String name : List.of("there", "not-there")) {
            assertThat(failure(() -> value(as(bob), name)))
                    .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                            + " is not authorized to perform: secretsmanager:GetSecretValue on resource: " + name
                            + " because no identity-based policy allows the secretsmanager:GetSecretValue action");
        }
        assertThat(failure(() -> as(bob).listSecrets()))
                .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy"
                        + " allows the secretsmanager:ListSecrets action");
    }

    @Test
    void e11_the_resource_policy_alone_can_allow_inside_the_account_and_its_deny_wins() {
        String arn = secrets.createSecret(request -> request.name("s").secretString("x"))
                .arn();
        Credentials bob = cloud.user("bob", null);
        policy("s", EVERYONE.replace("'*','Action'", "{'AWS':'" + bob.principal() + "'},'Action'"));
        assertThat(value(as(bob), arn)).isEqualTo("x");
        Credentials eve = cloud.user("eve", allow("secretsmanager:*", "*"));
        policy(
                "s",
                EVERYONE.replace("Allow", "Deny")
                        .replace("'*','Action'", "{'AWS':'" + eve.principal() + "'},'Action'"));
        assertThat(failure(() -> value(as(eve), arn)))
                .isEqualTo("AccessDeniedException 400 User: " + eve.principal()
                        + " is not authorized to perform: secretsmanager:GetSecretValue on resource: " + arn
                        + " with an explicit deny in a resource-based policy");
        assertThat(value(secrets, "s")).isEqualTo("x");
    }

    @Test
    void another_account_needs_both_policies_and_a_key_that_is_not_the_default_one() {
        Credentials stranger = cloud.control().administrator(OTHER_ACCOUNT);
        String arn = secrets.createSecret(request -> request.name("s").secretString("x"))
                .arn();
        assertThat(failure(() -> value(as(stranger), arn)))
                .isEqualTo("AccessDeniedException 400 User: " + stranger.principal()
                        + " is not authorized to perform: secretsmanager:GetSecretValue on resource: " + arn
                        + " because no resource-based policy allows the secretsmanager:GetSecretValue action");
        policy(
                "s",
                EVERYONE.replace("secretsmanager:GetSecretValue", "secretsmanager:*")
                        .replace("'*','Action'", "{'AWS':'" + stranger.principal() + "'},'Action'"));
        assertThat(as(stranger).describeSecret(request -> request.secretId(arn)).arn())
                .isEqualTo(arn);
        String defaultKey = "InvalidRequestException 400 You can't access a secret from a different AWS account if you"
                + " encrypt the secret with the default KMS service key.";
        assertThat(failure(() -> value(as(stranger), arn))).isEqualTo(defaultKey);
        assertThat(failure(() -> as(stranger)
                        .putSecretValue(request -> request.secretId(arn).secretString("y"))))
                .isEqualTo(defaultKey);
        String key = kms.createKey(request -> request.policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
                                + "'Principal':{'AWS':['arn:aws:iam::" + ACCOUNT + ":root','" + stranger.principal()
                                + "']},'Action':'kms:*','Resource':'*'}]}")
                        .replace('\'', '"')))
                .keyMetadata()
                .keyId();
        secrets.updateSecret(request -> request.secretId("s").kmsKeyId(key));
        assertThat(value(as(stranger), arn)).isEqualTo("x");
        as(stranger).putSecretValue(request -> request.secretId(arn).secretString("y"));
        assertThat(value(secrets, "s")).isEqualTo("y");
    }

    @Test
    void whoever_may_read_a_secret_must_be_allowed_its_key_too() {
        String key = kms.createKey().keyMetadata().arn();
        secrets.createSecret(request -> request.name("s").secretString("x").kmsKeyId(key));
        assertThat(secrets.describeSecret(request -> request.secretId("s")).kmsKeyId())
                .isEqualTo(key);
        Credentials bob = cloud.user("bob", allow("secretsmanager:*", "*"));
        assertThat(failure(() -> value(as(bob), "s")))
                .isEqualTo("AccessDeniedException 400 Access to KMS is not allowed");
        Credentials eve = cloud.user(
                "eve",
                allow("secretsmanager:*", "*")
                        .replace(
                                "}]}",
                                "},{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*','Condition':{'StringEquals':"
                                        + "{'kms:ViaService':'secretsmanager.us-east-1.amazonaws.com'},'StringLike':"
                                        + "{'kms:EncryptionContext:SecretARN':'arn:aws:secretsmanager:*:secret:s-*'}}}]}"));
        assertThat(value(as(eve), "s")).isEqualTo("x");
        kms.disableKey(request -> request.keyId(key));
        assertThat(failure(() -> value(as(eve), "s"))).startsWith("DecryptionFailure 400");
        assertThat(failure(() ->
                        secrets.putSecretValue(request -> request.secretId("s").secretString("y"))))
                .startsWith("EncryptionFailure 400");
    }

    @Test
    void a_key_policy_alone_can_refuse_even_whom_iam_allows_everything() {
        String key = kms.createKey(request -> request.policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
                                + "'Principal':{'AWS':'arn:aws:iam::" + ACCOUNT + ":user/admin'},'Action':'kms:*',"
                                + "'Resource':'*'}]}")
                        .replace('\'', '"')))
                .keyMetadata()
                .arn();
        secrets.createSecret(request -> request.name("s").secretString("x").kmsKeyId(key));
        Credentials bob = cloud.user("bob", allow("*", "*"));
        assertThat(failure(() -> value(as(bob), "s")))
                .isEqualTo("AccessDeniedException 400 Access to KMS is not allowed");
        List<JsonNode> denied = events("Decrypt");
        assertThat(denied).anySatisfy(event -> {
            assertThat(event.path("errorCode").asText()).isEqualTo("AccessDenied");
            assertThat(event.path("errorMessage").asText())
                    .endsWith("because no resource-based policy allows the kms:Decrypt action");
        });
        assertThat(value(secrets, "s")).isEqualTo("x");
    }

    private List<JsonNode> events(String name) {
        List<JsonNode> events = new ArrayList<>();
        cloud.admin(CloudTrailClient.builder())
                .lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                        .attributeKey(LookupAttributeKey.EVENT_NAME)
                        .attributeValue(name)
                        .build()))
                .events()
                .forEach(event -> {
                    try {
                        events.add(new ObjectMapper().readTree(event.cloudTrailEvent()));
                    } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                    }
                });
        return events;
    }

    @Test
    void events_of_the_key_say_that_secrets_manager_asked_for_the_caller() {
        secrets.createSecret(request -> request.name("s").secretString("x"));
        value(secrets, "s");
        for (String name : List.of("GenerateDataKey", "Decrypt")) {
            JsonNode event = events(name).get(0);
            assertThat(event.path("userIdentity").path("type").asText()).isEqualTo("IAMUser");
            assertThat(event.path("userIdentity").path("invokedBy").asText()).isEqualTo("secretsmanager.amazonaws.com");
            assertThat(event.path("sourceIPAddress").asText()).isEqualTo("secretsmanager.amazonaws.com");
            assertThat(event.path("userAgent").asText()).isEqualTo("secretsmanager.amazonaws.com");
            assertThat(event.path("requestParameters").path("encryptionContext").has("SecretARN"))
                    .isTrue();
        }
    }

    @Test
    void events_keep_values_to_themselves() {
        secrets.createSecret(
                request -> request.name("s").secretString("topsecret").description("d"));
        value(secrets, "s");
        JsonNode created = events("CreateSecret").get(0);
        assertThat(created.path("requestParameters").path("name").asText()).isEqualTo("s");
        assertThat(created.path("requestParameters")
                        .path("forceOverwriteReplicaSecret")
                        .isBoolean())
                .isTrue();
        assertThat(created.path("requestParameters").has("secretString")).isFalse();
        assertThat(created.path("responseElements").properties())
                .singleElement()
                .satisfies(member -> assertThat(member.getKey()).isEqualTo("arn"));
        JsonNode read = events("GetSecretValue").get(0);
        assertThat(read.path("readOnly").asBoolean()).isTrue();
        assertThat(read.path("requestParameters").path("secretId").asText()).isEqualTo("s");
        assertThat(read.path("responseElements").isNull()).isTrue();
        JsonNode decrypt = events("Decrypt").get(0);
        assertThat(decrypt.path("requestParameters")
                        .path("encryptionContext")
                        .path("SecretARN")
                        .asText())
                .contains(":secret:s-");
        assertThat(decrypt.path("requestParameters").path("encryptionContext").has("SecretVersionId"))
                .isTrue();
        assertThat(created + "" + read + decrypt).doesNotContain("topsecret");
    }

    @Test
    void the_keys_of_a_request_can_be_conditions() {
        secrets.createSecret(request -> request.name("s")
                .secretString("x")
                .tags(Tag.builder().key("team").value("red").build()));
        Credentials bob = cloud.user(
                "bob",
                allow("secretsmanager:*", "*")
                        .replace(
                                "'Resource':'*'",
                                "'Resource':'*','Condition':{'StringEquals':"
                                        + "{'secretsmanager:ResourceTag/team':'red','secretsmanager:VersionStage':'AWSCURRENT'}}"));
        assertThat(value(as(bob), "s")).isEqualTo("x");
        assertThat(failure(() ->
                        as(bob).getSecretValue(request -> request.secretId("s").versionStage("AWSPREVIOUS"))))
                .startsWith("AccessDeniedException");
        Credentials eve = cloud.user(
                "eve",
                allow("secretsmanager:*", "*")
                        .replace(
                                "}]}",
                                "},{'Effect':'Deny','Action':'secretsmanager:DeleteSecret','Resource':'*','Condition':"
                                        + "{'NumericLessThan':{'secretsmanager:RecoveryWindowInDays':'30'}}},{'Effect':'Deny',"
                                        + "'Action':'secretsmanager:DeleteSecret','Resource':'*','Condition':"
                                        + "{'Bool':{'secretsmanager:ForceDeleteWithoutRecovery':'true'}}}]}"));
        assertThat(failure(() ->
                        as(eve).deleteSecret(request -> request.secretId("s").recoveryWindowInDays(7L))))
                .endsWith("with an explicit deny in an identity-based policy");
        assertThat(failure(() ->
                        as(eve).deleteSecret(request -> request.secretId("s").forceDeleteWithoutRecovery(true))))
                .endsWith("with an explicit deny in an identity-based policy");
        as(eve).deleteSecret(request -> request.secretId("s"));
    }

    @Test
    void a_tag_by_which_the_caller_would_lose_the_right_to_tag_is_refused() {
        secrets.createSecret(request -> request.name("s")
                .secretString("x")
                .tags(Tag.builder().key("team").value("red").build()));
        Credentials bob = cloud.user(
                "bob",
                allow("secretsmanager:*", "*")
                        .replace(
                                "'Resource':'*'",
                                "'Resource':'*','Condition':{'StringEquals':" + "{'aws:ResourceTag/team':'red'}}"));
        as(bob).tagResource(request ->
                request.secretId("s").tags(Tag.builder().key("more").value("1").build()));
        assertThat(failure(() -> as(bob).tagResource(request -> request.secretId("s")
                        .tags(Tag.builder().key("team").value("blue").build()))))
                .startsWith("AccessDeniedException");
        assertThat(failure(() ->
                        as(bob).untagResource(request -> request.secretId("s").tagKeys("team"))))
                .startsWith("AccessDeniedException");
    }

    @Test
    void a_public_policy_can_be_blocked_and_is_found_by_validation() {
        secrets.createSecret(request -> request.name("s").secretString("x"));
        assertThat(failure(() -> secrets.putResourcePolicy(request -> request.secretId("s")
                        .resourcePolicy(EVERYONE.replace('\'', '"'))
                        .blockPublicPolicy(true))))
                .startsWith("PublicPolicyException 400");
        policy("s", EVERYONE);
        assertThat(secrets.getResourcePolicy(request -> request.secretId("s")).resourcePolicy())
                .isEqualTo(EVERYONE.replace('\'', '"'));
        ValidateResourcePolicyResponse found =
                secrets.validateResourcePolicy(request -> request.resourcePolicy(EVERYONE.replace('\'', '"')));
        assertThat(found.policyValidationPassed()).isFalse();
        assertThat(found.validationErrors()).hasSize(1);
        String bound =
                EVERYONE.replace("}]}", ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'" + ACCOUNT + "'}}}]}");
        assertThat(secrets.validateResourcePolicy(request -> request.resourcePolicy(bound.replace('\'', '"')))
                        .policyValidationPassed())
                .isTrue();
        secrets.deleteResourcePolicy(request -> request.secretId("s"));
        assertThat(secrets.getResourcePolicy(request -> request.secretId("s")).resourcePolicy())
                .isNull();
    }

    @Test
    void a_policy_that_is_none_names_nobody_or_locks_its_writer_out_is_refused() {
        secrets.createSecret(request -> request.name("s").secretString("x"));
        assertThat(failure(() -> policy("s", "{'Version':'2012-10-17'}")))
                .isEqualTo("MalformedPolicyDocumentException 400 This resource policy contains a syntax error.");
        assertThat(failure(() -> policy(
                        "s",
                        EVERYONE.replace(
                                "'*','Action'", "{'AWS':'arn:aws:iam::" + ACCOUNT + ":user/nobody'},'Action'"))))
                .isEqualTo(
                        "MalformedPolicyDocumentException 400 This resource policy contains an unsupported principal.");
        assertThat(failure(() -> policy("s", EVERYONE.replace("Allow", "Deny").replace("GetSecretValue", "*"))))
                .startsWith("MalformedPolicyDocumentException 400 This resource policy will not allow you to manage");
    }

    @Test
    void policies_ask_for_the_key_that_a_name_means() {
        String arn = kms.createKey().keyMetadata().arn();
        kms.createAlias(request -> request.aliasName("alias/mine").targetKeyId(arn));
        Credentials bob = cloud.user(
                "bob",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*',"
                        + "'Condition':{'ArnEquals':{'secretsmanager:KmsKeyArn':'" + arn + "'}}},"
                        + "{'Effect':'Allow','Action':'kms:*','Resource':'*'}]}");
        as(bob).createSecret(request -> request.name("s").secretString("x").kmsKeyId("alias/mine"));
        as(bob).updateSecret(request -> request.secretId("s").kmsKeyId(arn));
        String refused = "AccessDeniedException 400 User: " + bob.principal()
                + " is not authorized to perform: secretsmanager:CreateSecret";
        assertThat(failure(
                        () -> as(bob).createSecret(request -> request.name("t").secretString("x"))))
                .startsWith(refused);
        assertThat(failure(() -> as(bob).createSecret(
                                request -> request.name("t").secretString("x").kmsKeyId("alias/other"))))
                .startsWith(refused);
    }

    @Test
    void what_is_asked_beside_the_making_is_asked_with_keys_of_its_own() {
        Credentials bob = cloud.user(
                "bob",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['secretsmanager:CreateSecret','kms:*'],"
                        + "'Resource':'*'},{'Effect':'Allow','Action':'secretsmanager:TagResource','Resource':'*',"
                        + "'Condition':{'Null':{'secretsmanager:Name':'true'},"
                        + "'StringEquals':{'aws:RequestTag/team':'blue'}}}]}");
        as(bob).createSecret(request -> request.name("s")
                .secretString("x")
                .tags(software.amazon.awssdk.services.secretsmanager.model.Tag.builder()
                        .key("team")
                        .value("blue")
                        .build()));
    }
}
