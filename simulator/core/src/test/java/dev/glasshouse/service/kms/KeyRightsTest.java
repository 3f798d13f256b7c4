package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Rights to keys that services own, rights tried without use, and rights that depend on use. */
class KeyRightsTest {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("x");
    private static final String TRIED =
            "DryRunOperationException 400 The request would have succeeded, but the DryRun option is set.";

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private KmsClient user(String name, String policy) {
        return cloud.as(cloud.user(name, policy), KmsClient.builder());
    }

    // ---- keys of services

    @Test
    void a_managed_key_is_used_through_its_service_and_changed_by_nobody() {
        SecretsManagerClient secrets = cloud.admin(SecretsManagerClient.builder());
        secrets.createSecret(ask -> ask.name("s").secretString("x"));
        var key = kms.describeKey(ask -> ask.keyId("alias/aws/secretsmanager")).keyMetadata();
        assertThat(key.keyManagerAsString()).isEqualTo("AWS");
        assertThat(kms.getKeyPolicy(ask -> ask.keyId(key.keyId())).policy())
                .contains("\"kms:ViaService\":\"secretsmanager.us-east-1.amazonaws.com\"")
                .contains("\"kms:CallerAccount\":\"" + ACCOUNT + "\"");
        assertThat(failure(() -> kms.encrypt(ask -> ask.keyId(key.keyId()).plaintext(TEXT))))
                .isEqualTo("AccessDeniedException 400 User: arn:aws:iam::" + ACCOUNT
                        + ":user/admin is not authorized to perform: kms:Encrypt on resource: " + key.arn()
                        + " because no resource-based policy allows the kms:Encrypt action");
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> kms.disableKey(ask -> ask.keyId(key.keyId())),
                () -> kms.scheduleKeyDeletion(ask -> ask.keyId(key.keyId())),
                () -> kms.rotateKeyOnDemand(ask -> ask.keyId(key.keyId())),
                () -> kms.putKeyPolicy(ask -> ask.keyId(key.keyId()).policy("{}")))) {
            assertThat(failure(change)).startsWith("AccessDeniedException 400 ");
        }
        assertThat(secrets.getSecretValue(ask -> ask.secretId("s")).secretString())
                .isEqualTo("x");
    }

    // ---- dry runs

    @Test
    void a_dry_run_says_whether_the_caller_may_and_does_nothing() {
        String key = kms.createKey().keyMetadata().arn();
        SdkBytes blob = kms.encrypt(ask -> ask.keyId(key).plaintext(TEXT)).ciphertextBlob();
        KmsClient may = user("may", allow("kms:*", key));
        KmsClient mayNot = user("may-not", allow("kms:DescribeKey", key));
        for (KmsClient client : List.of(may, mayNot)) {
            boolean allowed = client == may;
            for (ThrowingCallable tried : List.<ThrowingCallable>of(
                    () -> client.encrypt(ask -> ask.keyId(key).plaintext(TEXT).dryRun(true)),
                    () -> client.decrypt(ask -> ask.ciphertextBlob(blob).dryRun(true)),
                    () -> client.reEncrypt(ask ->
                            ask.ciphertextBlob(blob).destinationKeyId(key).dryRun(true)),
                    () -> client.generateDataKey(
                            ask -> ask.keyId(key).keySpec("AES_256").dryRun(true)),
                    () -> client.createGrant(ask -> ask.keyId(key)
                            .granteePrincipal("arn:aws:iam::" + ACCOUNT + ":root")
                            .operationsWithStrings("Decrypt")
                            .dryRun(true)))) {
                if (allowed) {
                    assertThat(failure(tried)).isEqualTo(TRIED);
                } else {
                    assertThat(failure(tried)).startsWith("AccessDeniedException 400 ");
                }
            }
        }
        assertThat(kms.listGrants(ask -> ask.keyId(key)).grants()).isEmpty();
    }

    private ApiClient.Answer decrypt(Credentials as, String input) {
        try {
            return cloud.simulator()
                    .client(cloud.sandbox(), as)
                    .call("kms:Decrypt", new ObjectMapper().readTree(input.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_dry_run_of_a_decryption_can_do_without_the_ciphertext() {
        String key = kms.createKey().keyMetadata().arn();
        Credentials admin = cloud.control().administrator(ACCOUNT);
        String whole = "{'KeyId':'" + key + "','DryRun':true,'DryRunModifiers':['IGNORE_CIPHERTEXT']}";
        assertThat(decrypt(admin, whole).errorCode()).isEqualTo("DryRunOperationException");
        assertThat(decrypt(admin, "{'DryRun':true,'DryRunModifiers':['IGNORE_CIPHERTEXT']}")
                        .errorCode())
                .isEqualTo("ValidationException");
        assertThat(decrypt(admin, "{'KeyId':'" + key + "','DryRunModifiers':['IGNORE_CIPHERTEXT']}")
                        .errorCode())
                .isEqualTo("ValidationException");
        assertThat(decrypt(cloud.user("bob", null), whole).errorCode()).isEqualTo("AccessDeniedException");
    }

    // ---- use

    @Test
    void a_policy_can_ask_for_how_long_nobody_has_used_a_key() {
        String key = kms.createKey().keyMetadata().arn();
        KmsClient cleaner = user(
                "cleaner",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"kms:DisableKey\","
                        + "\"kms:ScheduleKeyDeletion\"],\"Resource\":\"*\",\"Condition\":{\"NumericGreaterThanEquals\":"
                        + "{\"kms:TrailingDaysWithoutKeyUsage\":\"30\"}}}}");
        cloud.advance(Duration.ofDays(20));
        kms.encrypt(ask -> ask.keyId(key).plaintext(TEXT));
        cloud.advance(Duration.ofDays(29));
        assertThat(failure(() -> cleaner.disableKey(ask -> ask.keyId(key)))).startsWith("AccessDeniedException");
        assertThat(failure(() -> cleaner.scheduleKeyDeletion(ask -> ask.keyId(key))))
                .startsWith("AccessDeniedException");
        cloud.advance(Duration.ofDays(1));
        cleaner.disableKey(ask -> ask.keyId(key));
        cleaner.scheduleKeyDeletion(ask -> ask.keyId(key));
    }
}
