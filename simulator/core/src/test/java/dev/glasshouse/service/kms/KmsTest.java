package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

class KmsTest {

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private String key() {
        return kms.createKey().keyMetadata().arn();
    }

    private EncryptResponse encrypt(String key, String text, Map<String, String> context) {
        return kms.encrypt(request ->
                request.keyId(key).plaintext(SdkBytes.fromUtf8String(text)).encryptionContext(context));
    }

    private DecryptResponse decrypt(KmsClient client, SdkBytes blob, Map<String, String> context) {
        return client.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(context));
    }

    @Test
    void whatWasEncryptedOpensWithItsContextAndNoOther() {
        String key = key();
        SdkBytes blob = encrypt(key, "secret", Map.of("a", "1", "b", "2")).ciphertextBlob();
        DecryptResponse opened = decrypt(kms, blob, Map.of("b", "2", "a", "1"));
        assertThat(opened.plaintext().asUtf8String()).isEqualTo("secret");
        assertThat(opened.keyId()).isEqualTo(key);
        for (Map<String, String> wrong :
                List.of(Map.of("a", "1"), Map.of("a", "1", "b", "3"), Map.<String, String>of())) {
            assertThat(failure(() -> decrypt(kms, blob, wrong))).startsWith("InvalidCiphertextException 400");
        }
    }

    @Test
    void thePlaintextIsNotInTheCiphertextAndTwoDiffer() {
        String key = key();
        SdkBytes one = encrypt(key, "secret", Map.of()).ciphertextBlob();
        SdkBytes two = encrypt(key, "secret", Map.of()).ciphertextBlob();
        assertThat(one).isNotEqualTo(two);
        assertThat(new String(one.asByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void everyFlippedBitOfACiphertextIsRefused() {
        byte[] blob = encrypt(key(), "secret", Map.of()).ciphertextBlob().asByteArray();
        for (int i = 0; i < blob.length; i++) {
            byte[] wrong = blob.clone();
            wrong[i] ^= 4;
            assertThat(failure(() -> decrypt(kms, SdkBytes.fromByteArray(wrong), Map.of())))
                    .matches("(?s)(InvalidCiphertext|AccessDenied|NotFound)Exception 400.*");
        }
    }

    @Test
    void aCiphertextOpensInAForkButNotInItsParentsPast() {
        String key = key();
        SdkBytes before = encrypt(key, "before", Map.of()).ciphertextBlob();
        Sandbox fork = cloud.simulator().sandboxes().fork(cloud.sandbox(), "fork");
        SdkBytes after = encrypt(key, "after", Map.of()).ciphertextBlob();
        Credentials admin = cloud.simulator().control(fork).administrator(ACCOUNT);
        KmsClient there = KmsClient.builder()
                .httpClient(new dev.glasshouse.InProcessHttpClient(cloud.simulator(), () -> fork))
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .credentialsProvider(software.amazon.awssdk.auth.credentials.StaticCredentialsProvider.create(
                        software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                                admin.accessKeyId(), admin.secretAccessKey())))
                .build();
        assertThat(decrypt(there, before, Map.of()).plaintext().asUtf8String()).isEqualTo("before");
        assertThat(failure(() -> decrypt(there, after, Map.of()))).startsWith("InvalidCiphertextException 400");
    }

    @Test
    void aUserNeedsPermissionOnTheKey() {
        String key = key();
        SdkBytes blob = encrypt(key, "secret", Map.of()).ciphertextBlob();
        Credentials bob = cloud.user("bob", null);
        assertThat(failure(() -> decrypt(cloud.as(bob, KmsClient.builder()), blob, Map.of())))
                .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: kms:Decrypt on resource: " + key
                        + " because no identity-based policy allows the kms:Decrypt action");
        Credentials eve = cloud.user("eve", allow("kms:Decrypt", key));
        assertThat(decrypt(cloud.as(eve, KmsClient.builder()), blob, Map.of())
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("secret");
    }

    @Test
    void anotherAccountNeedsBothSidesAndLearnsNothing() {
        String key = key();
        SdkBytes blob = encrypt(key, "secret", Map.of()).ciphertextBlob();
        KmsClient other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), KmsClient.builder());
        String denied = failure(() -> decrypt(other, blob, Map.of()));
        assertThat(denied)
                .startsWith("AccessDeniedException 400 User: arn:aws:iam::" + OTHER_ACCOUNT + ":user/admin")
                .endsWith("on the resource associated with this ciphertext because the resource does not exist in this"
                        + " Region, no resource-based policies allow access, or a resource-based policy explicitly"
                        + " denies access");
        kms.putKeyPolicy(request -> request.keyId(key)
                .policyName("default")
                .policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::"
                                + ACCOUNT + ":root','arn:aws:iam::" + OTHER_ACCOUNT
                                + ":root']},'Action':'kms:*','Resource':'*'}]}")
                        .replace('\'', '"')));
        assertThat(decrypt(other, blob, Map.of()).plaintext().asUtf8String()).isEqualTo("secret");
    }

    @Test
    void aPolicyThatLocksItsWriterOutIsRefused() {
        String key = key();
        String policy = ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::"
                        + ACCOUNT + ":root'},'Action':'kms:Encrypt','Resource':'*'}]}")
                .replace('\'', '"');
        assertThat(failure(() -> kms.putKeyPolicy(
                        request -> request.keyId(key).policyName("default").policy(policy))))
                .isEqualTo(
                        "MalformedPolicyDocumentException 400 The new key policy will not allow you to update the key"
                                + " policy in the future.");
        kms.putKeyPolicy(request ->
                request.keyId(key).policyName("default").policy(policy).bypassPolicyLockoutSafetyCheck(true));
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(key))))
                .startsWith("AccessDeniedException 400");
    }

    @Test
    void oldCiphertextsOpenAfterRotation() {
        String key = key();
        SdkBytes blob = encrypt(key, "old", Map.of()).ciphertextBlob();
        String first =
                kms.describeKey(request -> request.keyId(key)).keyMetadata().currentKeyMaterialId();
        kms.enableKeyRotation(request -> request.keyId(key).rotationPeriodInDays(90));
        cloud.advance(Duration.ofDays(91));
        String second =
                kms.describeKey(request -> request.keyId(key)).keyMetadata().currentKeyMaterialId();
        assertThat(second).isNotEqualTo(first);
        DecryptResponse opened = decrypt(kms, blob, Map.of());
        assertThat(opened.plaintext().asUtf8String()).isEqualTo("old");
        assertThat(opened.keyMaterialId()).isEqualTo(first);
        kms.rotateKeyOnDemand(request -> request.keyId(key));
        assertThat(kms.listKeyRotations(request -> request.keyId(key)).rotations())
                .extracting(rotation -> rotation.rotationTypeAsString())
                .containsExactly("AUTOMATIC", "ON_DEMAND");
    }

    @Test
    void aDeletedKeyIsGoneAtTheEndOfItsWaitingPeriod() {
        String key = key();
        SdkBytes blob = encrypt(key, "gone", Map.of()).ciphertextBlob();
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThat(failure(() -> decrypt(kms, blob, Map.of())))
                .isEqualTo("KMSInvalidStateException 400 " + key + " is pending deletion.");
        cloud.advance(Duration.ofDays(7).plusSeconds(1));
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(key))))
                .isEqualTo("NotFoundException 400 Key '" + key + "' does not exist");
    }

    @Test
    void textsThatNameNoKeyHaveTheirOwnErrors() {
        assertThat(failure(() -> kms.describeKey(request -> request.keyId("fake-key-id"))))
                .isEqualTo("NotFoundException 400 Invalid keyId 'fake-key-id'");
        assertThat(failure(() -> kms.describeKey(request -> request.keyId("alias/none"))))
                .isEqualTo(
                        "NotFoundException 400 Alias arn:aws:kms:us-east-1:" + ACCOUNT + ":alias/none is not found.");
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(key().replace("us-east-1", "eu-west-1")))))
                .isEqualTo("NotFoundException 400 Invalid arn eu-west-1");
    }

    @Test
    void aliasesStandForTheirKeys() {
        String key = key();
        kms.createAlias(request -> request.aliasName("alias/app").targetKeyId(key));
        assertThat(encrypt("alias/app", "x", Map.of()).keyId()).isEqualTo(key);
        assertThat(failure(() -> kms.createAlias(
                        request -> request.aliasName("alias/app").targetKeyId(key))))
                .startsWith("AlreadyExistsException 400");
        String other = key();
        kms.updateAlias(request -> request.aliasName("alias/app").targetKeyId(other));
        assertThat(encrypt("alias/app", "x", Map.of()).keyId()).isEqualTo(other);
    }

    @Test
    void dataKeysOpenToTheirPlaintext() {
        String key = key();
        GenerateDataKeyResponse made = kms.generateDataKey(
                request -> request.keyId(key).keySpec("AES_256").encryptionContext(Map.of("k", "v")));
        assertThat(made.plaintext().asByteArray()).hasSize(32);
        assertThat(decrypt(kms, made.ciphertextBlob(), Map.of("k", "v")).plaintext())
                .isEqualTo(made.plaintext());
        assertThat(failure(() -> kms.generateDataKey(request -> request.keyId(key))))
                .startsWith("ValidationException 400");
    }

    @Test
    void aPlaintextHasAtMost4096Bytes() {
        String key = key();
        assertThat(failure(() ->
                        kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4097])))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value at 'plaintext' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 4096");
    }

    @Test
    void theEncryptionContextIsAConditionKey() {
        String key = key();
        SdkBytes blob = encrypt(key, "x", Map.of("team", "blue")).ciphertextBlob();
        String policy = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*',"
                + "'Condition':{'StringEquals':{'kms:EncryptionContext:team':'%s'}}}]}";
        Credentials blue = cloud.user("blue", policy.formatted("blue"));
        Credentials red = cloud.user("red", policy.formatted("red"));
        assertThat(decrypt(cloud.as(blue, KmsClient.builder()), blob, Map.of("team", "blue"))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
        assertThat(failure(() -> decrypt(cloud.as(red, KmsClient.builder()), blob, Map.of("team", "blue"))))
                .startsWith("AccessDeniedException 400");
    }
}
