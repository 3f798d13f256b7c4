package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

class MultiRegionTest {

    private static final String THERE = "eu-west-1";

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final KmsClient far = cloud.in(THERE, cloud.control().administrator(ACCOUNT), KmsClient.builder());
    private final KeyMetadata key =
            kms.createKey(request -> request.multiRegion(true)).keyMetadata();
    private final String id = key.keyId();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private ReplicateKeyResponse replicate() {
        ReplicateKeyResponse made =
                kms.replicateKey(request -> request.keyId(id).replicaRegion(THERE));
        cloud.advance(Duration.ofSeconds(2));
        return made;
    }

    private SdkBytes encrypt(KmsClient client) {
        return client.encrypt(request -> request.keyId(id).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
    }

    private static String open(KmsClient client, SdkBytes blob) {
        return client.decrypt(request -> request.ciphertextBlob(blob))
                .plaintext()
                .asUtf8String();
    }

    @Test
    void aMultiRegionKeySaysWhereItIs() {
        assertThat(id).matches("mrk-[0-9a-f]{32}");
        assertThat(key.multiRegion()).isTrue();
        assertThat(key.multiRegionConfiguration().multiRegionKeyTypeAsString()).isEqualTo("PRIMARY");
        assertThat(key.multiRegionConfiguration().primaryKey().arn()).isEqualTo(key.arn());
        assertThat(key.multiRegionConfiguration().replicaKeys()).isEmpty();
        assertThat(failure(() -> far.describeKey(request -> request.keyId(id))))
                .isEqualTo("NotFoundException 400 Key 'arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/" + id
                        + "' does not exist");
        KeyMetadata replica = replicate().replicaKeyMetadata();
        assertThat(replica.keyStateAsString()).isEqualTo("Creating");
        assertThat(replica.enabled()).isFalse();
        assertThat(replica.arn()).isEqualTo("arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/" + id);
        KeyMetadata seen = far.describeKey(request -> request.keyId(id)).keyMetadata();
        assertThat(seen.keyStateAsString()).isEqualTo("Enabled");
        assertThat(seen.multiRegionConfiguration().multiRegionKeyTypeAsString()).isEqualTo("REPLICA");
        assertThat(kms.describeKey(request -> request.keyId(id))
                        .keyMetadata()
                        .multiRegionConfiguration()
                        .replicaKeys())
                .extracting(other -> other.region())
                .containsExactly(THERE);
        assertThat(failure(this::replicate)).startsWith("AlreadyExistsException 400");
        assertThat(failure(() -> far.replicateKey(request -> request.keyId(id).replicaRegion("eu-west-2"))))
                .isEqualTo("UnsupportedOperationException 400 " + seen.arn() + " is not a multi-region primary key.");
    }

    @Test
    void whatIsEncryptedInOneRegionOpensInTheOther() {
        replicate();
        assertThat(open(far, encrypt(kms))).isEqualTo("x");
        assertThat(open(kms, encrypt(far))).isEqualTo("x");
        String single = kms.createKey().keyMetadata().keyId();
        SdkBytes blob = kms.encrypt(request -> request.keyId(single).plaintext(SdkBytes.fromUtf8String("y")))
                .ciphertextBlob();
        assertThat(failure(() -> open(far, blob)))
                .startsWith("AccessDeniedException 400")
                .contains("does not exist");
    }

    @Test
    void rotationIsSetOnThePrimaryAndTurnsBoth() {
        replicate();
        SdkBytes old = encrypt(far);
        assertThat(failure(() -> far.enableKeyRotation(request -> request.keyId(id))))
                .endsWith("is not a multi-region primary key.");
        kms.enableKeyRotation(request -> request.keyId(id).rotationPeriodInDays(90));
        assertThat(far.getKeyRotationStatus(request -> request.keyId(id)).keyRotationEnabled())
                .isTrue();
        cloud.advance(Duration.ofDays(91));
        String here =
                kms.describeKey(request -> request.keyId(id)).keyMetadata().currentKeyMaterialId();
        assertThat(here).isNotEqualTo(key.currentKeyMaterialId());
        assertThat(far.describeKey(request -> request.keyId(id)).keyMetadata().currentKeyMaterialId())
                .isEqualTo(here);
        assertThat(open(kms, old)).isEqualTo("x");
        assertThat(open(kms, encrypt(far))).isEqualTo("x");
    }

    @Test
    void theReplicaCanBecomeThePrimary() {
        replicate();
        kms.updatePrimaryRegion(request -> request.keyId(id).primaryRegion(THERE));
        assertThat(far.describeKey(request -> request.keyId(id))
                        .keyMetadata()
                        .multiRegionConfiguration()
                        .multiRegionKeyTypeAsString())
                .isEqualTo("PRIMARY");
        assertThat(failure(() ->
                        kms.updatePrimaryRegion(request -> request.keyId(id).primaryRegion(THERE))))
                .isEqualTo("UnsupportedOperationException 400 " + key.arn() + " is not a multi-region primary key.");
        far.enableKeyRotation(request -> request.keyId(id).rotationPeriodInDays(90));
    }

    @Test
    void aPrimaryIsDeletedAfterItsReplicas() {
        replicate();
        var scheduled = kms.scheduleKeyDeletion(request -> request.keyId(id).pendingWindowInDays(7));
        assertThat(scheduled.keyStateAsString()).isEqualTo("PendingReplicaDeletion");
        assertThat(scheduled.deletionDate()).isNull();
        assertThat(scheduled.pendingWindowInDays()).isEqualTo(7);
        assertThat(failure(() -> encrypt(kms))).startsWith("KMSInvalidStateException 400");
        far.scheduleKeyDeletion(request -> request.keyId(id).pendingWindowInDays(8));
        cloud.advance(Duration.ofDays(9));
        KeyMetadata left = kms.describeKey(request -> request.keyId(id)).keyMetadata();
        assertThat(left.keyStateAsString()).isEqualTo("PendingDeletion");
        assertThat(left.deletionDate()).isNotNull();
        cloud.advance(Duration.ofDays(7));
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(id)))).endsWith("does not exist");
    }

    private List<JsonNode> events(String region, String name) {
        List<JsonNode> found = new ArrayList<>();
        cloud.sandbox().log().newestFirst(record -> {
            JsonNode event = read(record.json().utf8());
            if (event.path("awsRegion").asText().equals(region)
                    && event.path("eventName").asText().equals(name)) {
                found.add(event);
            }
            return true;
        });
        return found;
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theReplicasRegionRecordsThatAKeyWasMadeThereAndItsMaterialCame() {
        replicate();
        assertThat(events("us-east-1", "ReplicateKey")).hasSize(1);
        JsonNode made = events(THERE, "CreateKey").get(0);
        assertThat(made.path("userIdentity").path("type").asText()).isEqualTo("IAMUser");
        assertThat(made.path("userIdentity").path("invokedBy").asText()).isEqualTo("kms.amazonaws.com");
        assertThat(made.path("eventType").asText()).isEqualTo("AwsApiCall");
        assertThat(made.path("requestParameters").path("multiRegion").asBoolean())
                .isTrue();
        assertThat(made.path("responseElements")
                        .path("keyMetadata")
                        .path("keyId")
                        .asText())
                .isEqualTo(id);
        JsonNode came = events(THERE, "SynchronizeMultiRegionKey").get(0);
        assertThat(came.path("eventType").asText()).isEqualTo("AwsServiceEvent");
        assertThat(came.path("userIdentity").path("invokedBy").asText()).isEqualTo("AWS Internal");
        assertThat(came.path("resources").get(0).path("ARN").asText())
                .isEqualTo("arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/" + id);
        kms.rotateKeyOnDemand(request -> request.keyId(id));
        assertThat(events(THERE, "SynchronizeMultiRegionKey")).hasSize(2);
        assertThat(events("us-east-1", "RotateKey")
                        .get(0)
                        .path("serviceEventDetails")
                        .path("rotationType")
                        .asText())
                .isEqualTo("ON_DEMAND");
        assertThat(failure(() -> kms.replicateKey(request -> request.keyId(id).replicaRegion("xx-none-1"))))
                .startsWith("UnsupportedOperationException");
        assertThat(events("xx-none-1", "CreateKey")).isEmpty();
    }

    @Test
    void bothKeysAreUpdatingWhileThePrimaryChangesAndStillEncrypt() {
        replicate();
        kms.updatePrimaryRegion(request -> request.keyId(id).primaryRegion(THERE));
        for (KmsClient client : List.of(kms, far)) {
            KeyMetadata shown = client.describeKey(request -> request.keyId(id)).keyMetadata();
            assertThat(shown.keyStateAsString()).isEqualTo("Updating");
            assertThat(shown.enabled()).isFalse();
        }
        assertThat(open(kms, encrypt(far))).isEqualTo("x");
        assertThat(failure(() -> far.replicateKey(request -> request.keyId(id).replicaRegion("eu-west-2"))))
                .isEqualTo("KMSInvalidStateException 400 arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/" + id
                        + " is updating.");
        assertThat(failure(() -> far.disableKey(request -> request.keyId(id)))).endsWith(" is updating.");
        cloud.advance(Duration.ofSeconds(2));
        assertThat(far.describeKey(request -> request.keyId(id)).keyMetadata().keyStateAsString())
                .isEqualTo("Enabled");
        far.replicateKey(request -> request.keyId(id).replicaRegion("eu-west-2"));
    }

    private static byte[] material(int fill) {
        byte[] material = new byte[32];
        Arrays.fill(material, (byte) fill);
        return material;
    }

    private List<String> waiting(KmsClient client, String named) {
        return client
                .listKeyRotations(request -> request.keyId(named).includeKeyMaterial("ALL_KEY_MATERIAL"))
                .rotations()
                .stream()
                .map(rotation -> rotation.keyMaterialStateAsString())
                .toList();
    }

    @Test
    void newImportedMaterialWaitsUntilEveryRegionHasIt() {
        String imported = kms.createKey(request -> request.origin("EXTERNAL").multiRegion(true))
                .keyMetadata()
                .keyId();
        Wrapping.bring(kms, imported, material(1), null);
        kms.replicateKey(request -> request.keyId(imported).replicaRegion(THERE));
        cloud.advance(Duration.ofSeconds(2));
        Wrapping.bring(far, imported, material(1), null);
        Wrapping.bring(kms, imported, material(2), "NEW_KEY_MATERIAL");
        assertThat(waiting(kms, imported)).containsExactly("CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION");
        assertThat(failure(() -> kms.rotateKeyOnDemand(request -> request.keyId(imported))))
                .startsWith("KMSInvalidStateException 400 No available key material pending rotation");
        assertThat(failure(() -> Wrapping.bring(far, imported, material(2), "NEW_KEY_MATERIAL")))
                .endsWith("is not a multi-region primary key.");
        assertThat(failure(() -> Wrapping.bring(far, imported, material(3), "EXISTING_KEY_MATERIAL")))
                .startsWith("IncorrectKeyMaterialException");
        Wrapping.bring(far, imported, material(2), "EXISTING_KEY_MATERIAL");
        assertThat(waiting(kms, imported)).containsExactly("CURRENT", "PENDING_ROTATION");
        assertThat(waiting(far, imported)).containsExactly("CURRENT", "PENDING_ROTATION");
        kms.rotateKeyOnDemand(request -> request.keyId(imported));
        assertThat(waiting(far, imported)).containsExactly("NON_CURRENT", "CURRENT");
        SdkBytes blob = far.encrypt(request -> request.keyId(imported).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
        assertThat(open(kms, blob)).isEqualTo("x");
    }

    @Test
    void materialThatWaitsInThePrimaryIsDeletedInEveryRegion() {
        String imported = kms.createKey(request -> request.origin("EXTERNAL").multiRegion(true))
                .keyMetadata()
                .keyId();
        Wrapping.bring(kms, imported, material(1), null);
        kms.replicateKey(request -> request.keyId(imported).replicaRegion(THERE));
        cloud.advance(Duration.ofSeconds(2));
        Wrapping.bring(far, imported, material(1), null);
        String waits =
                Wrapping.bring(kms, imported, material(2), "NEW_KEY_MATERIAL").keyMaterialId();
        Wrapping.bring(far, imported, material(2), "EXISTING_KEY_MATERIAL");
        kms.deleteImportedKeyMaterial(request -> request.keyId(imported).keyMaterialId(waits));
        assertThat(waiting(far, imported)).containsExactly("CURRENT");
        assertThat(far.describeKey(request -> request.keyId(imported))
                        .keyMetadata()
                        .keyStateAsString())
                .isEqualTo("Enabled");
    }
}
