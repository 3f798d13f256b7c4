package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/**
 * KMS's events. See <a href="https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html">Examples
 * of AWS KMS log entries</a>.
 */
class KmsTrailTest {

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final String key = kms.createKey().keyMetadata().arn();
    private final String other = kms.createKey().keyMetadata().arn();

    @AfterEach
    void close() {
        cloud.close();
    }

    private List<JsonNode> all(String name) {
        List<JsonNode> events = new ArrayList<>();
        cloud.control()
                .events(100, event -> event.json().utf8().contains("\"eventName\":\"" + name + "\""))
                .forEach(event -> {
                    try {
                        events.add(new ObjectMapper().readTree(event.json().utf8()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return events;
    }

    private JsonNode last(String name) {
        return all(name).get(0);
    }

    private static List<String> resources(JsonNode event) {
        return event.path("resources").findValuesAsText("ARN");
    }

    private SdkBytes blob(String keyId) {
        return kms.encrypt(ask -> ask.keyId(keyId).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
    }

    @Test
    void eventsOfAliasesNameTheAliasAndItsKey() {
        String alias = "arn:aws:kms:us-east-1:" + ACCOUNT + ":alias/app";
        kms.createAlias(ask -> ask.aliasName("alias/app").targetKeyId(key));
        assertThat(resources(last("CreateAlias"))).containsExactly(alias, key);
        kms.updateAlias(ask -> ask.aliasName("alias/app").targetKeyId(other));
        assertThat(resources(last("UpdateAlias"))).containsExactly(alias, other);
        kms.deleteAlias(ask -> ask.aliasName("alias/app"));
        JsonNode deleted = last("DeleteAlias");
        assertThat(resources(deleted)).containsExactly(alias, other);
        assertThat(deleted.at("/responseElements/keyId").asText()).isEqualTo(other);
        assertThat(deleted.at("/resources/0/type").asText()).isEqualTo("AWS::KMS::Key");
    }

    @Test
    void aGrantThatIsRetiredByItsTokenIsToldByItsId() {
        CreateGrantResponse grant = kms.createGrant(ask -> ask.keyId(key)
                .granteePrincipal("arn:aws:iam::" + ACCOUNT + ":root")
                .operations(GrantOperation.DECRYPT));
        kms.retireGrant(ask -> ask.grantToken(grant.grantToken()));
        JsonNode event = last("RetireGrant");
        assertThat(event.path("requestParameters").isNull()).isTrue();
        assertThat(event.at("/additionalEventData/grantId").asText()).isEqualTo(grant.grantId());
        assertThat(resources(event)).containsExactly(key);
        assertThat(event.toString()).doesNotContain(grant.grantToken());
    }

    @Test
    void aKeysOwnerSeesThatAStrangerRetiredAGrant() {
        Credentials stranger = cloud.control().administrator(OTHER_ACCOUNT);
        CreateGrantResponse grant = kms.createGrant(ask -> ask.keyId(key)
                .granteePrincipal(stranger.principal())
                .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT));
        cloud.as(stranger, KmsClient.builder()).retireGrant(ask -> ask.grantToken(grant.grantToken()));
        List<JsonNode> events = all("RetireGrant");
        assertThat(events)
                .extracting(event -> event.path("recipientAccountId").asText())
                .containsExactlyInAnyOrder(ACCOUNT, OTHER_ACCOUNT);
        assertThat(events.get(0).path("sharedEventID"))
                .isEqualTo(events.get(1).path("sharedEventID"))
                .isNotEqualTo(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        assertThat(events).allSatisfy(event -> assertThat(resources(event)).containsExactly(key));
    }

    @Test
    void reEncryptionTellsBothAlgorithmsAndBothKeysTheSourceFirst() {
        SdkBytes blob = blob(key);
        kms.reEncrypt(ask -> ask.ciphertextBlob(blob).destinationKeyId(other));
        JsonNode event = last("ReEncrypt");
        assertThat(event.at("/requestParameters/sourceEncryptionAlgorithm").asText())
                .isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(event.at("/requestParameters/destinationEncryptionAlgorithm").asText())
                .isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(resources(event)).containsExactly(key, other);
    }

    @Test
    void aCallThatFailsNamesItsKeyAndOneThatIsDeniedNamesNothing() {
        SdkBytes blob = blob(key);
        catchThrowable(() -> kms.decrypt(ask -> ask.ciphertextBlob(blob).keyId(other)));
        JsonNode wrong = last("Decrypt");
        assertThat(wrong.path("errorCode").asText()).isEqualTo("IncorrectKeyException");
        assertThat(wrong.at("/requestParameters/keyId").asText()).isEqualTo(other);
        assertThat(resources(wrong)).containsExactly(other);
        KmsClient bobs = cloud.as(cloud.user("bob", null), KmsClient.builder());
        catchThrowable(() -> bobs.decrypt(ask -> ask.ciphertextBlob(blob)));
        JsonNode denied = last("Decrypt");
        assertThat(denied.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(denied.path("requestParameters").isNull()).isTrue();
        assertThat(denied.has("resources")).isFalse();
    }
}
