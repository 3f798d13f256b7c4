package dev.glasshouse.service.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.CachedKeyPairs;
import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.hsm.KeyPairs;
import dev.glasshouse.crypto.hsm.KeySpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

class ImportTest {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("x");

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private String external(String spec, String usage) {
        return kms.createKey(request -> request.origin("EXTERNAL").keySpec(spec).keyUsage(usage))
                .keyMetadata()
                .arn();
    }

    private String external() {
        return external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    }

    private KeyMetadata describe(String key) {
        return kms.describeKey(request -> request.keyId(key)).keyMetadata();
    }

    private static byte[] material(int fill) {
        byte[] material = new byte[32];
        Arrays.fill(material, (byte) fill);
        return material;
    }

    private SdkBytes encrypt(String key) {
        return kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
    }

    private void until(String key, byte[] material, Instant validTo) {
        GetParametersForImportResponse parameters = kms.getParametersForImport(request ->
                request.keyId(key).wrappingAlgorithm("RSAES_OAEP_SHA_256").wrappingKeySpec("RSA_2048"));
        kms.importKeyMaterial(request -> request.keyId(key)
                .importToken(parameters.importToken())
                .validTo(validTo)
                .encryptedKeyMaterial(SdkBytes.fromByteArray(
                        Wrapping.wrap(parameters.publicKey().asByteArray(), "RSAES_OAEP_SHA_256", material))));
    }

    @ParameterizedTest
    @CsvSource({
        "RSAES_OAEP_SHA_1, RSA_2048",
        "RSAES_OAEP_SHA_256, RSA_2048",
        "RSAES_OAEP_SHA_256, RSA_3072",
        "RSA_AES_KEY_WRAP_SHA_1, RSA_2048",
        "RSA_AES_KEY_WRAP_SHA_256, RSA_4096"
    })
    void materialComesInByEveryWrappingAlgorithm(String algorithm, String spec) {
        String key = external();
        KeyMetadata before = describe(key);
        assertThat(before.keyStateAsString()).isEqualTo("PendingImport");
        assertThat(before.enabled()).isFalse();
        assertThat(before.expirationModel()).isNull();
        assertThat(failure(() -> encrypt(key)))
                .isEqualTo("KMSInvalidStateException 400 " + key + " is pending import.");
        GetParametersForImportResponse parameters = kms.getParametersForImport(
                request -> request.keyId(key).wrappingAlgorithm(algorithm).wrappingKeySpec(spec));
        assertThat(parameters.keyId()).isEqualTo(key);
        SdkBytes wrapped =
                SdkBytes.fromByteArray(Wrapping.wrap(parameters.publicKey().asByteArray(), algorithm, material(1)));
        assertThat(failure(() -> kms.importKeyMaterial(request ->
                        request.keyId(key).importToken(parameters.importToken()).encryptedKeyMaterial(wrapped))))
                .isEqualTo("ValidationException 400 A validTo date must be set if the ExpirationModel is"
                        + " KEY_MATERIAL_EXPIRES");
        ImportKeyMaterialResponse imported = kms.importKeyMaterial(request -> request.keyId(key)
                .importToken(parameters.importToken())
                .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
                .encryptedKeyMaterial(wrapped));
        KeyMetadata after = describe(key);
        assertThat(after.keyStateAsString()).isEqualTo("Enabled");
        assertThat(after.expirationModelAsString()).isEqualTo("KEY_MATERIAL_DOES_NOT_EXPIRE");
        assertThat(after.validTo()).isNull();
        assertThat(after.currentKeyMaterialId()).isEqualTo(imported.keyMaterialId());
        SdkBytes blob = encrypt(key);
        kms.deleteImportedKeyMaterial(request -> request.keyId(key));
        assertThat(describe(key).keyStateAsString()).isEqualTo("PendingImport");
        assertThat(describe(key).expirationModel()).isNull();
        assertThat(failure(() -> kms.decrypt(request -> request.ciphertextBlob(blob))))
                .isEqualTo("KMSInvalidStateException 400 " + key + " is pending import.");
        assertThat(failure(() -> Wrapping.bring(kms, key, material(2), null)))
                .isEqualTo("IncorrectKeyMaterialException 400 null");
        assertThat(Wrapping.bring(kms, key, material(1), null).keyMaterialId()).isEqualTo(imported.keyMaterialId());
        assertThat(kms.decrypt(request -> request.ciphertextBlob(blob)).plaintext())
                .isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSASSA_PSS_SHA_256",
        "ECC_NIST_P256, ECDSA_SHA_256",
        "ECC_NIST_P521, ECDSA_SHA_512",
        "ECC_SECG_P256K1, ECDSA_SHA_256",
        "ECC_NIST_EDWARDS25519, ED25519_SHA_512",
        "ML_DSA_44, ML_DSA_SHAKE_256"
    })
    void pairsComeInAndSign(String spec, String algorithm) {
        KeyPairs.Pair pair = CachedKeyPairs.SOURCE.generate(KeySpec.valueOf(spec));
        String key = external(spec, "SIGN_VERIFY");
        Wrapping.bring(kms, key, pair.privateKey().toArray(), null);
        SdkBytes publicKey = kms.getPublicKey(request -> request.keyId(key)).publicKey();
        assertThat(publicKey.asByteArray()).isEqualTo(pair.publicKey().toArray());
        SdkBytes signature = kms.sign(
                        request -> request.keyId(key).message(TEXT).signingAlgorithm(algorithm))
                .signature();
        assertThat(kms.verify(request -> request.keyId(key)
                                .message(TEXT)
                                .signature(signature)
                                .signingAlgorithm(algorithm))
                        .signatureValid())
                .isTrue();
        assertThat(failure(() -> Wrapping.bring(kms, key, material(1), null)))
                .isEqualTo("IncorrectKeyMaterialException 400 null");
    }

    @Test
    void macKeysComeIn() {
        String key = external("HMAC_384", "GENERATE_VERIFY_MAC");
        assertThat(failure(() -> Wrapping.bring(kms, key, material(1), null)))
                .isEqualTo("IncorrectKeyMaterialException 400 null");
        Wrapping.bring(kms, key, new byte[48], null);
        assertThat(kms.generateMac(request -> request.keyId(key).message(TEXT).macAlgorithm("HMAC_SHA_384"))
                        .mac()
                        .asByteArray())
                .hasSize(48);
    }

    @Test
    void onlyKeysMadeForItTakeMaterial() {
        String key = kms.createKey().keyMetadata().arn();
        assertThat(failure(() -> kms.getParametersForImport(request -> request.keyId(key)
                        .wrappingAlgorithm("RSAES_OAEP_SHA_256")
                        .wrappingKeySpec("RSA_2048"))))
                .isEqualTo("UnsupportedOperationException 400 " + key
                        + " origin is AWS_KMS which is not valid for this operation.");
        assertThat(failure(() -> kms.deleteImportedKeyMaterial(request -> request.keyId(key))))
                .isEqualTo("UnsupportedOperationException 400 " + key
                        + " origin is AWS_KMS which is not valid for this operation.");
        String external = external();
        assertThat(failure(() -> kms.enableKeyRotation(request -> request.keyId(external))))
                .isEqualTo("UnsupportedOperationException 400 " + external
                        + " origin is EXTERNAL which is not valid for this operation.");
    }

    @Test
    void aTokenIsGoodForItsKeyAndForADay() {
        String key = external();
        String other = external();
        GetParametersForImportResponse parameters = kms.getParametersForImport(request ->
                request.keyId(key).wrappingAlgorithm("RSAES_OAEP_SHA_1").wrappingKeySpec("RSA_2048"));
        SdkBytes wrapped = SdkBytes.fromByteArray(
                Wrapping.wrap(parameters.publicKey().asByteArray(), "RSAES_OAEP_SHA_1", material(1)));
        for (SdkBytes token : List.of(parameters.importToken(), SdkBytes.fromUtf8String("made up"))) {
            assertThat(failure(() -> kms.importKeyMaterial(request -> request.keyId(other)
                            .importToken(token)
                            .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
                            .encryptedKeyMaterial(wrapped))))
                    .startsWith("InvalidImportTokenException 400");
        }
        assertThat(failure(() -> kms.importKeyMaterial(request -> request.keyId(key)
                        .importToken(parameters.importToken())
                        .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
                        .encryptedKeyMaterial(SdkBytes.fromByteArray(new byte[256])))))
                .startsWith("InvalidCiphertextException 400");
        cloud.advance(Duration.ofHours(25));
        assertThat(failure(() -> kms.importKeyMaterial(request -> request.keyId(key)
                        .importToken(parameters.importToken())
                        .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")
                        .encryptedKeyMaterial(wrapped))))
                .startsWith("ExpiredImportTokenException 400");
    }

    @Test
    void materialExpiresOnTheClockAndComesBackByTheSameImport() {
        String key = external();
        until(key, material(1), cloud.now().plus(Duration.ofDays(10)));
        assertThat(describe(key).expirationModelAsString()).isEqualTo("KEY_MATERIAL_EXPIRES");
        SdkBytes blob = encrypt(key);
        cloud.advance(Duration.ofDays(11));
        assertThat(describe(key).keyStateAsString()).isEqualTo("PendingImport");
        assertThat(trail()).contains("\"eventName\":\"DeleteExpiredKeyMaterial\"", "AwsServiceEvent", key);
        until(key, material(1), cloud.now().plus(Duration.ofDays(10)));
        assertThat(kms.decrypt(request -> request.ciphertextBlob(blob)).plaintext())
                .isEqualTo(TEXT);
    }

    private String trail() {
        StringBuilder all = new StringBuilder();
        cloud.sandbox()
                .log()
                .from(0, 1000)
                .forEach(record -> all.append(new String(record.json().toArray(), StandardCharsets.UTF_8)));
        return all.toString();
    }

    @Test
    void newMaterialWaitsForItsRotationOneAtATime() {
        String key = external();
        String first = Wrapping.bring(kms, key, material(1), null).keyMaterialId();
        SdkBytes old = encrypt(key);
        assertThat(failure(() -> kms.rotateKeyOnDemand(request -> request.keyId(key))))
                .isEqualTo("KMSInvalidStateException 400 No available key material pending rotation for the key: " + key
                        + ".");
        String second =
                Wrapping.bring(kms, key, material(2), "NEW_KEY_MATERIAL").keyMaterialId();
        assertThat(describe(key).currentKeyMaterialId()).isEqualTo(first);
        assertThat(failure(() -> Wrapping.bring(kms, key, material(3), "NEW_KEY_MATERIAL")))
                .matches("KMSInvalidStateException 400 New key material \\(id: [0-9a-f]{64}\\) cannot be imported into"
                        + " KMS key [0-9a-f-]{36}, because another key material \\(id: " + second
                        + "\\) is pending rotation\\.");
        assertThat(states(key)).containsExactly("CURRENT", "PENDING_ROTATION");
        kms.rotateKeyOnDemand(request -> request.keyId(key));
        assertThat(describe(key).currentKeyMaterialId()).isEqualTo(second);
        assertThat(states(key)).containsExactly("NON_CURRENT", "CURRENT");
        assertThat(kms.decrypt(request -> request.ciphertextBlob(old)).keyMaterialId())
                .isEqualTo(first);
        assertThat(trail()).contains("\"eventName\":\"RotateKey\"");
        kms.deleteImportedKeyMaterial(request -> request.keyId(key).keyMaterialId(first));
        assertThat(describe(key).keyStateAsString()).isEqualTo("PendingImport");
        Wrapping.bring(kms, key, material(1), "EXISTING_KEY_MATERIAL");
        assertThat(describe(key).keyStateAsString()).isEqualTo("Enabled");
    }

    private List<String> states(String key) {
        return kms
                .listKeyRotations(request -> request.keyId(key).includeKeyMaterial("ALL_KEY_MATERIAL"))
                .rotations()
                .stream()
                .map(RotationsListEntry::keyMaterialStateAsString)
                .toList();
    }
}
