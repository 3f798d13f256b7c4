package dev.glasshouse.service.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Every cell of AWS's key-state table for the operations and states that are simulated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStateTest {

    private TestCloud cloud;
    private KmsClient kms;

    @BeforeAll
    void start() {
        cloud = new TestCloud();
        kms = cloud.admin(KmsClient.builder());
    }

    @AfterAll
    void close() {
        cloud.close();
    }

    private interface Use {
        void on(String key, SdkBytes blob);
    }

    private Map<String, Use> uses() {
        SdkBytes text = SdkBytes.fromUtf8String("x");
        Map<String, Use> uses = new HashMap<>();
        uses.put("CancelKeyDeletion", (key, blob) -> kms.cancelKeyDeletion(request -> request.keyId(key)));
        uses.put(
                "CreateAlias",
                (key, blob) -> kms.createAlias(request -> request.aliasName("alias/" + key.substring(key.length() - 12))
                        .targetKeyId(key)));
        uses.put("Decrypt", (key, blob) -> kms.decrypt(request -> request.ciphertextBlob(blob)));
        uses.put("DescribeKey", (key, blob) -> kms.describeKey(request -> request.keyId(key)));
        uses.put("DisableKey", (key, blob) -> kms.disableKey(request -> request.keyId(key)));
        uses.put("DisableKeyRotation", (key, blob) -> kms.disableKeyRotation(request -> request.keyId(key)));
        uses.put("EnableKey", (key, blob) -> kms.enableKey(request -> request.keyId(key)));
        uses.put("EnableKeyRotation", (key, blob) -> kms.enableKeyRotation(request -> request.keyId(key)));
        uses.put(
                "Encrypt",
                (key, blob) -> kms.encrypt(request -> request.keyId(key).plaintext(text)));
        uses.put(
                "GenerateDataKey",
                (key, blob) -> kms.generateDataKey(request -> request.keyId(key).keySpec("AES_256")));
        uses.put(
                "GenerateDataKeyWithoutPlaintext",
                (key, blob) -> kms.generateDataKeyWithoutPlaintext(
                        request -> request.keyId(key).keySpec("AES_256")));
        uses.put("GetKeyPolicy", (key, blob) -> kms.getKeyPolicy(request -> request.keyId(key)));
        uses.put("GetKeyRotationStatus", (key, blob) -> kms.getKeyRotationStatus(request -> request.keyId(key)));
        uses.put("ListAliases", (key, blob) -> kms.listAliases(request -> request.keyId(key)));
        uses.put("ListKeyPolicies", (key, blob) -> kms.listKeyPolicies(request -> request.keyId(key)));
        uses.put("ListResourceTags", (key, blob) -> kms.listResourceTags(request -> request.keyId(key)));
        uses.put(
                "PutKeyPolicy",
                (key, blob) -> kms.putKeyPolicy(request -> request.keyId(key)
                        .policyName("default")
                        .policy(kms.getKeyPolicy(get -> get.keyId(key)).policy())));
        uses.put(
                "ReEncrypt",
                (key, blob) ->
                        kms.reEncrypt(request -> request.ciphertextBlob(blob).destinationKeyId(key)));
        uses.put("ScheduleKeyDeletion", (key, blob) -> kms.scheduleKeyDeletion(request -> request.keyId(key)));
        uses.put(
                "TagResource",
                (key, blob) -> kms.tagResource(request -> request.keyId(key)
                        .tags(Tag.builder().tagKey("k").tagValue("v").build())));
        uses.put(
                "UnTagResource",
                (key, blob) -> kms.untagResource(request -> request.keyId(key).tagKeys("k")));
        uses.put(
                "UpdateKeyDescription",
                (key, blob) ->
                        kms.updateKeyDescription(request -> request.keyId(key).description("d")));
        return uses;
    }

    @TestFactory
    Stream<DynamicTest> everyCellOfTheTable() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Use> uses = uses();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("key-state.tsv")), StandardCharsets.UTF_8))) {
            String[] states = lines.readLine().split("\t");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t");
                Use use = uses.remove(cells[0]);
                if (use == null) {
                    continue;
                }
                for (int i = 1; i < cells.length; i++) {
                    String state = states[i];
                    String cell = cells[i];
                    if (state.equals("Enabled") || state.equals("Disabled") || state.equals("Pending deletion")) {
                        tests.add(DynamicTest.dynamicTest(
                                cells[0] + " when " + state + ": " + cell, () -> check(use, state, cell)));
                    }
                }
            }
        }
        assertThat(uses).as("operations that the table does not have").isEmpty();
        return tests.stream();
    }

    private void check(Use use, String state, String cell) {
        String key = kms.createKey().keyMetadata().arn();
        SdkBytes blob = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
        if (state.equals("Disabled")) {
            kms.disableKey(request -> request.keyId(key));
        } else if (state.equals("Pending deletion")) {
            kms.scheduleKeyDeletion(request -> request.keyId(key));
        }
        String outcome;
        try {
            use.on(key, blob);
            outcome = "";
        } catch (KmsException e) {
            outcome =
                    e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
        assertThat(outcome).isEqualTo(expected(key, state, cell));
    }

    private static String expected(String key, String state, String cell) {
        if (!cell.startsWith("N")) {
            return "";
        }
        if (cell.equals("N[4]")) {
            return "KMSInvalidStateException: " + key + " is not pending deletion.";
        }
        return state.equals("Disabled")
                ? "DisabledException: " + key + " is disabled."
                : "KMSInvalidStateException: " + key + " is pending deletion.";
    }
}
