package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.sandbox.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Every cell of AWS's key-state table: each operation in each state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStateTest {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("x");
    private static final Set<String> OF_PAIRS = Set.of("Sign", "Verify", "GetPublicKey");

    private TestCloud cloud;
    private KmsClient kms;
    private String user;

    @BeforeAll
    void start() {
        cloud = new TestCloud();
        kms = cloud.admin(KmsClient.builder());
        user = cloud.user("bob", null).principal();
    }

    @AfterAll
    void close() {
        cloud.close();
    }

    /**
     * A key in a state, with what was made while it could be used.
     *
     * @param blob a ciphertext or a signature
     * @param grant a grant on it
     * @param alias an alias of it
     */
    private record Subject(String key, SdkBytes blob, String grant, String alias) {}

    private interface Use {
        void on(Subject subject);
    }

    private Map<String, Use> uses() {
        Map<String, Use> uses = new HashMap<>();
        life(uses);
        use(uses);
        rights(uses);
        return uses;
    }

    private void life(Map<String, Use> uses) {
        uses.put("CancelKeyDeletion", on -> kms.cancelKeyDeletion(request -> request.keyId(on.key())));
        uses.put("DescribeKey", on -> kms.describeKey(request -> request.keyId(on.key())));
        uses.put("DisableKey", on -> kms.disableKey(request -> request.keyId(on.key())));
        uses.put("EnableKey", on -> kms.enableKey(request -> request.keyId(on.key())));
        uses.put("DisableKeyRotation", on -> kms.disableKeyRotation(request -> request.keyId(on.key())));
        uses.put("EnableKeyRotation", on -> kms.enableKeyRotation(request -> request.keyId(on.key())));
        uses.put("GetKeyRotationStatus", on -> kms.getKeyRotationStatus(request -> request.keyId(on.key())));
        uses.put("ScheduleKeyDeletion", on -> kms.scheduleKeyDeletion(request -> request.keyId(on.key())));
        uses.put("ListKeys", on -> kms.listKeys());
        uses.put(
                "UpdateKeyDescription",
                on -> kms.updateKeyDescription(
                        request -> request.keyId(on.key()).description("d")));
        uses.put("DeleteImportedKeyMaterial", on -> kms.deleteImportedKeyMaterial(request -> request.keyId(on.key())));
        uses.put(
                "GetParametersForImport",
                on -> kms.getParametersForImport(request -> request.keyId(on.key())
                        .wrappingAlgorithm("RSAES_OAEP_SHA_256")
                        .wrappingKeySpec("RSA_2048")));
        uses.put("ImportKeyMaterial", on -> Wrapping.bring(kms, on.key(), new byte[32], null));
    }

    private void use(Map<String, Use> uses) {
        uses.put("Decrypt", on -> kms.decrypt(request -> request.ciphertextBlob(on.blob())));
        uses.put("Encrypt", on -> kms.encrypt(request -> request.keyId(on.key()).plaintext(TEXT)));
        uses.put(
                "GenerateDataKey",
                on -> kms.generateDataKey(request -> request.keyId(on.key()).keySpec("AES_256")));
        uses.put(
                "GenerateDataKeyWithoutPlaintext",
                on -> kms.generateDataKeyWithoutPlaintext(
                        request -> request.keyId(on.key()).keySpec("AES_256")));
        uses.put(
                "GenerateDataKeyPair",
                on -> kms.generateDataKeyPair(request -> request.keyId(on.key()).keyPairSpec("ECC_NIST_P256")));
        uses.put(
                "GenerateDataKeyPairWithoutPlaintext",
                on -> kms.generateDataKeyPairWithoutPlaintext(
                        request -> request.keyId(on.key()).keyPairSpec("ECC_NIST_P256")));
        uses.put(
                "ReEncrypt",
                on -> kms.reEncrypt(request -> request.ciphertextBlob(on.blob()).destinationKeyId(on.key())));
        uses.put("GetPublicKey", on -> kms.getPublicKey(request -> request.keyId(on.key())));
        uses.put("Sign", on -> sign(on.key()));
        uses.put(
                "Verify",
                on -> kms.verify(request -> request.keyId(on.key())
                        .message(TEXT)
                        .signature(on.blob())
                        .signingAlgorithm("ECDSA_SHA_256")));
    }

    private SdkBytes sign(String key) {
        return kms.sign(request -> request.keyId(key).message(TEXT).signingAlgorithm("ECDSA_SHA_256"))
                .signature();
    }

    private void rights(Map<String, Use> uses) {
        uses.put(
                "CreateAlias",
                on -> kms.createAlias(
                        request -> request.aliasName(on.alias() + "-2").targetKeyId(on.key())));
        uses.put("DeleteAlias", on -> kms.deleteAlias(request -> request.aliasName(on.alias())));
        uses.put(
                "UpdateAlias",
                // an alias of a key in the state is given another key
                on -> {
                    String other = kms.createKey().keyMetadata().keyId();
                    kms.updateAlias(request -> request.aliasName(on.alias()).targetKeyId(other));
                });
        uses.put("ListAliases", on -> kms.listAliases(request -> request.keyId(on.key())));
        uses.put("CreateGrant", on -> grant(on.key()));
        uses.put("ListGrants", on -> kms.listGrants(request -> request.keyId(on.key())));
        uses.put("ListRetirableGrants", on -> kms.listRetirableGrants(request -> request.retiringPrincipal(user)));
        uses.put(
                "RetireGrant",
                on -> kms.retireGrant(request -> request.keyId(on.key()).grantId(on.grant())));
        uses.put(
                "RevokeGrant",
                on -> kms.revokeGrant(request -> request.keyId(on.key()).grantId(on.grant())));
        uses.put("GetKeyPolicy", on -> kms.getKeyPolicy(request -> request.keyId(on.key())));
        uses.put("ListKeyPolicies", on -> kms.listKeyPolicies(request -> request.keyId(on.key())));
        uses.put(
                "PutKeyPolicy",
                on -> kms.putKeyPolicy(request -> request.keyId(on.key())
                        .policyName("default")
                        .policy(kms.getKeyPolicy(get -> get.keyId(on.key())).policy())));
        uses.put("ListResourceTags", on -> kms.listResourceTags(request -> request.keyId(on.key())));
        uses.put(
                "TagResource",
                on -> kms.tagResource(request -> request.keyId(on.key())
                        .tags(Tag.builder().tagKey("k").tagValue("v").build())));
        uses.put(
                "UnTagResource",
                on -> kms.untagResource(request -> request.keyId(on.key()).tagKeys("k")));
    }

    private String grant(String key) {
        return kms.createGrant(
                        request -> request.keyId(key).granteePrincipal(user).operations(GrantOperation.DESCRIBE_KEY))
                .grantId();
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
                Use use = Objects.requireNonNull(uses.remove(cells[0]), cells[0]);
                for (int i = 1; i < cells.length; i++) {
                    String state = states[i];
                    String cell = cells[i];
                    if (!cell.equals("N/A")) {
                        tests.add(DynamicTest.dynamicTest(
                                cells[0] + " when " + state + ": " + cell,
                                () -> check(use, OF_PAIRS.contains(cells[0]), state, cell)));
                    }
                }
            }
        }
        assertThat(uses).as("operations that the table does not have").isEmpty();
        return tests.stream();
    }

    private Subject subject(boolean pair, String state) {
        String origin = state.equals("Pending import") ? "EXTERNAL" : "AWS_KMS";
        String key = kms.createKey(request -> request.origin(origin)
                        .keySpec(pair ? "ECC_NIST_P256" : "SYMMETRIC_DEFAULT")
                        .keyUsage(pair ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT"))
                .keyMetadata()
                .arn();
        if (origin.equals("EXTERNAL")) {
            Wrapping.bring(kms, key, new byte[32], null);
        }
        SdkBytes blob = pair
                ? sign(key)
                : kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        String alias = "alias/" + key.substring(key.length() - 12);
        kms.createAlias(request -> request.aliasName(alias).targetKeyId(key));
        Subject subject = new Subject(key, blob, grant(key), alias);
        switch (state) {
            case "Disabled" -> kms.disableKey(request -> request.keyId(key));
            case "Pending deletion" -> kms.scheduleKeyDeletion(request -> request.keyId(key));
            case "Pending import" -> kms.deleteImportedKeyMaterial(request -> request.keyId(key));
            case "Unavailable" -> makeUnavailable(key.substring(key.indexOf('/') + 1));
            default -> {}
        }
        return subject;
    }

    /** A key of a custom key store that cannot be reached: no call can bring one about, as there are no such stores. */
    private void makeUnavailable(String id) {
        Scope scope = Scope.region(ACCOUNT, "us-east-1");
        cloud.sandbox().write(tx -> {
            KeyRow row = tx.get(Keys.TABLE, scope, id).orElseThrow();
            tx.put(
                    Keys.TABLE,
                    scope,
                    id,
                    new KeyRow(
                            row.id(),
                            row.created(),
                            row.description(),
                            row.managedBy(),
                            row.spec(),
                            row.usage(),
                            "AWS_CLOUDHSM",
                            KeyState.UNAVAILABLE,
                            null,
                            null,
                            row.policy(),
                            row.tags(),
                            row.materials(),
                            row.rotation(),
                            null,
                            null));
            return true;
        });
    }

    private void check(Use use, boolean pair, String state, String cell) {
        Subject subject = subject(pair, state);
        String outcome;
        try {
            use.on(subject);
            outcome = "";
        } catch (KmsException e) {
            outcome =
                    e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
        assertThat(outcome).isEqualTo(expected(subject.key(), state, cell));
    }

    private static String expected(String key, String state, String cell) {
        boolean ofImports = cell.equals("?[9]") || cell.equals("N[9]") || cell.equals("N[8 9]");
        if (ofImports) {
            return "UnsupportedOperationException: " + key + " origin is "
                    + (state.equals("Unavailable") ? "AWS_CLOUDHSM" : "AWS_KMS")
                    + " which is not valid for this operation.";
        }
        if (!cell.startsWith("N")) {
            return "";
        }
        if (cell.startsWith("N[4")) {
            return "KMSInvalidStateException: " + key + " is not pending deletion.";
        }
        if (cell.equals("N[6]")) {
            return "UnsupportedOperationException: " + key
                    + " origin is EXTERNAL which is not valid for this operation.";
        }
        return switch (state) {
            case "Disabled" -> "DisabledException: " + key + " is disabled.";
            case "Pending import" -> "KMSInvalidStateException: " + key + " is pending import.";
            case "Pending deletion" -> "KMSInvalidStateException: " + key + " is pending deletion.";
            default ->
                cell.equals("N[7]")
                        ? "UnsupportedOperationException: null"
                        : "KMSInvalidStateException: " + key + " is unavailable.";
        };
    }
}
