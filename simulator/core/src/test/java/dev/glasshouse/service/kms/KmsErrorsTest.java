package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Texts that AWS was recorded with, each from the cause that it has there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KmsErrorsTest {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("x");

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final String key = kms.createKey().keyMetadata().arn();

    @AfterAll
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private static Tag tag(String name, String value) {
        return Tag.builder().tagKey(name).tagValue(value).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake-key-id", "134f2428cec14b25a1ae9048164dba47", "key_id", "mrk-fake-key-id"})
    void whatIsNoKeyIdIsCalledInvalid(String id) {
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(id))))
                .isEqualTo("NotFoundException 400 Invalid keyId '" + id + "'");
        assertThat(failure(() -> kms.generateMac(
                        request -> request.keyId(id).message(TEXT).macAlgorithm("HMAC_SHA_256"))))
                .isEqualTo("NotFoundException 400 Invalid keyId '" + id + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"134f2428-cec1-4b25-a1ae-9048164dba47", "mrk-d3b95762d3b95762d3b95762d3b95762"})
    void aKeyThatIsNotThereDoesNotExist(String id) {
        String arn = "arn:aws:kms:us-east-1:" + ACCOUNT + ":key/" + id;
        for (String name : List.of(id, arn)) {
            assertThat(failure(() -> kms.describeKey(request -> request.keyId(name))))
                    .isEqualTo("NotFoundException 400 Key '" + arn + "' does not exist");
        }
    }

    @Test
    void enumsAreListedInTheOrderThatKmsHas() {
        assertThat(failure(() -> kms.createKey(request -> request.keySpec("HMAC_random"))))
                .startsWith(
                        "ValidationException 400 1 validation error detected: Value 'HMAC_random' at 'keySpec' failed"
                                + " to satisfy constraint: Member must satisfy enum value set: [RSA_2048, ECC_NIST_P384,"
                                + " ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096,"
                                + " SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512");
        assertThat(failure(() -> kms.createKey(request -> request.keyUsage("RANDOM"))))
                .startsWith(
                        "ValidationException 400 1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to"
                                + " satisfy constraint: Member must satisfy enum value set: [ENCRYPT_DECRYPT, SIGN_VERIFY,"
                                + " GENERATE_VERIFY_MAC");
        assertThat(failure(() -> kms.generateMac(
                        request -> request.keyId(key).message(TEXT).macAlgorithm("INVALID"))))
                .isEqualTo(
                        "ValidationException 400 1 validation error detected: Value 'INVALID' at 'macAlgorithm' failed"
                                + " to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_384, HMAC_SHA_256,"
                                + " HMAC_SHA_224, HMAC_SHA_512]");
        assertThat(failure(() -> kms.deriveSharedSecret(
                        request -> request.keyId(key).publicKey(TEXT).keyAgreementAlgorithm("INVALID"))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value 'INVALID' at"
                        + " 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set:"
                        + " [ECDH]");
    }

    @Test
    void randomBytesNeedANumber() {
        assertThat(failure(() -> kms.generateRandom(request -> {})))
                .isEqualTo("ValidationException 400 NumberOfBytes is required.");
        assertThat(failure(() -> kms.generateRandom(request -> request.numberOfBytes(0))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value '0' at 'numberOfBytes' failed to"
                        + " satisfy constraint: Member must have value greater than or equal to 1");
        assertThat(failure(() -> kms.generateRandom(request -> request.numberOfBytes(1025))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value '1025' at 'numberOfBytes' failed"
                        + " to satisfy constraint: Member must have value less than or equal to 1024");
    }

    @Test
    void tagsHaveTheirRules() {
        assertThat(failure(() -> kms.createKey(request -> request.tags(tag("a", "1"), tag("a", "2")))))
                .isEqualTo("TagException 400 Duplicate tag keys");
        assertThat(failure(() -> kms.createKey(request -> request.tags(tag("aws:a", "1")))))
                .isEqualTo("TagException 400 Tags beginning with aws: are reserved");
        List<Tag> many = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            many.add(tag("k" + i, "v"));
        }
        assertThat(failure(() -> kms.tagResource(request -> request.keyId(key).tags(many))))
                .isEqualTo("TagException 400 Too many tags");
        String name = "a".repeat(129);
        assertThat(failure(() -> kms.createKey(request -> request.tags(tag(name, "v")))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value '" + name
                        + "' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or"
                        + " equal to 128");
        String value = "v".repeat(257);
        assertThat(failure(() -> kms.createKey(request -> request.tags(tag("k", value)))))
                .isEqualTo("ValidationException 400 1 validation error detected: Value '" + value
                        + "' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than"
                        + " or equal to 256");
    }

    @Test
    void aKeyIsRotatedOnDemandTwentyFiveTimesAndOldCiphertextsOpen() {
        String turned = kms.createKey().keyMetadata().arn();
        SdkBytes first =
                kms.encrypt(request -> request.keyId(turned).plaintext(TEXT)).ciphertextBlob();
        for (int i = 0; i < 25; i++) {
            kms.rotateKeyOnDemand(request -> request.keyId(turned));
        }
        assertThat(failure(() -> kms.rotateKeyOnDemand(request -> request.keyId(turned))))
                .isEqualTo("LimitExceededException 400 The on-demand rotations limit has been reached for the given"
                        + " keyId. No more on-demand rotations can be performed for this key: " + turned);
        kms.enableKeyRotation(request -> request.keyId(turned).rotationPeriodInDays(90));
        cloud.advance(Duration.ofDays(271));
        assertThat(kms.listKeyRotations(request -> request.keyId(turned)).rotations())
                .hasSize(28);
        assertThat(kms.decrypt(request -> request.ciphertextBlob(first)).plaintext())
                .isEqualTo(TEXT);
    }

    @Test
    void onlySymmetricKeysAreRotated() {
        String mac = kms.createKey(request -> request.keySpec("HMAC_256").keyUsage("GENERATE_VERIFY_MAC"))
                .keyMetadata()
                .arn();
        assertThat(failure(() -> kms.rotateKeyOnDemand(request -> request.keyId(mac))))
                .isEqualTo("UnsupportedOperationException 400 null");
        assertThat(failure(() -> kms.enableKeyRotation(request -> request.keyId(mac))))
                .isEqualTo("UnsupportedOperationException 400 null");
    }

    @Test
    void aliasesBeginWithTheirPrefix() {
        assertThat(failure(() ->
                        kms.createAlias(request -> request.aliasName("app").targetKeyId(key))))
                .isEqualTo("ValidationException 400 Alias must start with the prefix \"alias/\". Please see"
                        + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }

    @Test
    void aCiphertextOpensWithItsOwnKeyOnly() {
        SdkBytes blob =
                kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        String other = kms.createKey().keyMetadata().arn();
        assertThat(failure(() -> kms.decrypt(request -> request.keyId(other).ciphertextBlob(blob))))
                .isEqualTo(
                        "IncorrectKeyException 400 The key ID in the request does not identify a CMK that can perform"
                                + " this operation.");
    }
}
