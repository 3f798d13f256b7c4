package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Every text that KMS was recorded with comes from a cause that it has there, word for word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedErrorsTest {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("x");
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Map<String, String> PLACES = Map.of(
            "<key-arn>", "arn:aws:kms:us-east-1:[0-9]{12}:key/" + ID,
            "<mrk-key-arn>", "arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/mrk-[0-9a-f]{32}",
            "<key-id:1>", "(?:" + ID + "|mrk-[0-9a-f]{32})",
            "<key-material-id>", "[0-9a-f]{64}",
            "<key-material-id:2>", "[0-9a-f]{64}",
            "<secondary-region>", "ap-southeast-1",
            "<partition>", "aws",
            "<region>", "us-east-1",
            "<129 a>", "a{129}",
            "<257 v>", "v{257}");

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final KmsClient far =
            cloud.in("ap-southeast-1", cloud.control().administrator(TestCloud.ACCOUNT), KmsClient.builder());
    private final List<String> said = new ArrayList<>();

    private String key = "";
    private String mac = "";
    private String signing = "";

    @AfterAll
    void close() {
        cloud.close();
    }

    static List<String> recorded() {
        try (InputStream in = RecordedErrorsTest.class.getResourceAsStream("recorded-errors.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String make(String spec, String usage) {
        return kms.createKey(ask -> ask.keySpec(spec).keyUsage(usage))
                .keyMetadata()
                .arn();
    }

    private void fails(ThrowingCallable call) {
        KmsException e = catchThrowableOfType(KmsException.class, call);
        assertThat(e).isNotNull();
        said.add(fault(e));
    }

    private static Tag tag(String name, String value) {
        return Tag.builder().tagKey(name).tagValue(value).build();
    }

    @BeforeAll
    void causes() {
        key = kms.createKey().keyMetadata().arn();
        mac = make("HMAC_256", "GENERATE_VERIFY_MAC");
        signing = make("RSA_2048", "SIGN_VERIFY");
        names();
        kinds();
        ciphertexts();
        usages();
        digests();
        imports();
        rotations();
        limits();
    }

    private void names() {
        for (String name : List.of("134f2428cec14b25a1ae9048164dba47", "fake-key-id", "key_id", "mrk-fake-key-id")) {
            fails(() -> kms.describeKey(ask -> ask.keyId(name)));
        }
        fails(() -> kms.describeKey(ask -> ask.keyId("134f2428-cec1-4b25-a1ae-9048164dba47")));
        fails(() -> far.describeKey(ask -> ask.keyId("134f2428-cec1-4b25-a1ae-9048164dba47")));
        fails(() -> kms.describeKey(ask -> ask.keyId("mrk-d3b95762d3b95762d3b95762d3b95762")));
        String elsewhere = far.createKey().keyMetadata().arn();
        fails(() -> kms.describeKey(ask -> ask.keyId(elsewhere)));
        fails(() -> kms.createAlias(ask -> ask.aliasName("app").targetKeyId(key)));
        String primary =
                kms.createKey(ask -> ask.multiRegion(true)).keyMetadata().keyId();
        kms.replicateKey(ask -> ask.keyId(primary).replicaRegion("ap-southeast-1"));
        fails(() -> far.replicateKey(ask -> ask.keyId(primary).replicaRegion("eu-west-1")));
    }

    private void kinds() {
        fails(() -> kms.createKey(ask -> ask.keySpec("HMAC_random").keyUsage("GENERATE_VERIFY_MAC")));
        fails(() -> kms.createKey(ask -> ask.keySpec("HMAC_256").keyUsage("RANDOM")));
        fails(() -> kms.createKey(ask -> ask.keySpec("HMAC_256")));
        fails(() -> make("RSA_2048", "KEY_AGREEMENT"));
        List<Tag> many = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList();
        for (List<Tag> tags : List.of(
                List.of(tag("a", "1"), tag("a", "2")),
                List.of(tag("aws:a", "1")),
                many,
                List.of(tag("a".repeat(129), "v")),
                List.of(tag("k", "v".repeat(257))))) {
            fails(() -> kms.createKey(CreateKeyRequest.builder().tags(tags).build()));
        }
        fails(() -> kms.generateRandom(ask -> {}));
        fails(() -> kms.generateRandom(ask -> ask.numberOfBytes(0)));
        fails(() -> kms.generateRandom(ask -> ask.numberOfBytes(1025)));
    }

    private void ciphertexts() {
        SdkBytes blob = kms.encrypt(ask -> ask.keyId(key).plaintext(TEXT)).ciphertextBlob();
        fails(() -> kms.decrypt(ask -> ask.ciphertextBlob(blob).encryptionContext(Map.of("a", "b"))));
        fails(() -> kms.decrypt(ask -> ask.ciphertextBlob(blob).keyId(signing)));
        fails(() -> kms.encrypt(ask -> ask.keyId(key).plaintext(TEXT).dryRun(true)));
        fails(() -> kms.encrypt(ask -> ask.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4097]))));
        String disabled = kms.createKey().keyMetadata().arn();
        kms.disableKey(ask -> ask.keyId(disabled));
        fails(() -> kms.encrypt(ask -> ask.keyId(disabled).plaintext(TEXT)));
        for (String spec : List.of("RSA_2048", "RSA_3072", "RSA_4096")) {
            String rsa = make(spec, "ENCRYPT_DECRYPT");
            for (String algorithm : List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")) {
                fails(() -> kms.encrypt(ask -> ask.keyId(rsa)
                        .plaintext(SdkBytes.fromByteArray(new byte[471]))
                        .encryptionAlgorithm(algorithm)));
            }
        }
    }

    private void usages() {
        SdkBytes any = SdkBytes.fromByteArray(new byte[32]);
        fails(() -> derive(key, any, "ECDH"));
        fails(() -> derive(signing, any, "ECDH"));
        fails(() -> derive(key, any, "INVALID"));
        fails(() -> derive(make("ECC_NIST_P256", "KEY_AGREEMENT"), any, "ECDH"));
        fails(() -> kms.generateMac(ask -> ask.keyId(key).message(TEXT).macAlgorithm("HMAC_SHA_256")));
        fails(() -> verify(key, "RSASSA_PSS_SHA_256", any));
        fails(() -> kms.sign(ask -> ask.keyId(mac).message(TEXT).signingAlgorithm("RSASSA_PSS_SHA_256")));
        fails(() -> kms.encrypt(ask -> ask.keyId(signing).plaintext(TEXT)));
        fails(() -> verify(signing, "RSASSA_PSS_SHA_256", any));
        String small = make("HMAC_224", "GENERATE_VERIFY_MAC");
        fails(() -> kms.generateMac(ask -> ask.keyId(small).message(TEXT).macAlgorithm("HMAC_SHA_256")));
        fails(() -> verifyMac("HMAC_SHA_512", any));
        fails(() -> verifyMac("INVALID", any));
        fails(() -> verifyMac("HMAC_SHA_256", any));
    }

    private void derive(String named, SdkBytes other, String algorithm) {
        kms.deriveSharedSecret(ask -> ask.keyId(named).publicKey(other).keyAgreementAlgorithm(algorithm));
    }

    private void verify(String named, String algorithm, SdkBytes signature) {
        kms.verify(ask -> ask.keyId(named).message(TEXT).signature(signature).signingAlgorithm(algorithm));
    }

    private void verifyMac(String algorithm, SdkBytes value) {
        kms.verifyMac(ask -> ask.keyId(mac).message(TEXT).mac(value).macAlgorithm(algorithm));
    }

    private void digests() {
        String p256 = make("ECC_NIST_P256", "SIGN_VERIFY");
        String p384 = make("ECC_NIST_P384", "SIGN_VERIFY");
        sign(p256, "ECDSA_SHA_256");
        sign(p384, "ECDSA_SHA_384");
        for (String algorithm : List.of(
                "RSASSA_PKCS1_V1_5_SHA_256",
                "RSASSA_PKCS1_V1_5_SHA_512",
                "RSASSA_PSS_SHA_256",
                "RSASSA_PSS_SHA_384",
                "RSASSA_PSS_SHA_512")) {
            sign(signing, algorithm);
        }
    }

    private void sign(String named, String algorithm) {
        fails(() -> kms.sign(
                ask -> ask.keyId(named).message(TEXT).messageType("DIGEST").signingAlgorithm(algorithm)));
    }

    private void imports() {
        fails(() -> parameters(key));
        String external =
                kms.createKey(ask -> ask.origin("EXTERNAL")).keyMetadata().arn();
        fails(() -> kms.encrypt(ask -> ask.keyId(external).plaintext(TEXT)));
        fails(() -> kms.importKeyMaterial(ask -> ask.keyId(external)
                .importToken(parameters(external))
                .encryptedKeyMaterial(TEXT)
                .expirationModel("KEY_MATERIAL_EXPIRES")));
        Wrapping.bring(kms, external, material(1), null);
        fails(() -> kms.enableKeyRotation(ask -> ask.keyId(external)));
        fails(() -> kms.rotateKeyOnDemand(ask -> ask.keyId(external)));
        Wrapping.bring(kms, external, material(2), "NEW_KEY_MATERIAL");
        fails(() -> Wrapping.bring(kms, external, material(3), "NEW_KEY_MATERIAL"));
    }

    private static byte[] material(int fill) {
        byte[] material = new byte[32];
        java.util.Arrays.fill(material, (byte) fill);
        return material;
    }

    private SdkBytes parameters(String named) {
        return kms.getParametersForImport(ask ->
                        ask.keyId(named).wrappingAlgorithm("RSAES_OAEP_SHA_256").wrappingKeySpec("RSA_2048"))
                .importToken();
    }

    private void rotations() {
        fails(() -> kms.enableKeyRotation(ask -> ask.keyId(mac)));
        String primary =
                kms.createKey(ask -> ask.multiRegion(true)).keyMetadata().keyId();
        kms.replicateKey(ask -> ask.keyId(primary).replicaRegion("ap-southeast-1"));
        fails(() -> far.rotateKeyOnDemand(ask -> ask.keyId(primary)));
    }

    private void limits() {
        for (int i = 0; i < 25; i++) {
            kms.rotateKeyOnDemand(ask -> ask.keyId(key));
        }
        fails(() -> kms.rotateKeyOnDemand(ask -> ask.keyId(key)));
    }

    private static Pattern pattern(String line) {
        String[] parts = line.split(" \\| ?", 2);
        String text = parts[1].isEmpty() ? "null" : parts[1];
        String quoted = Pattern.quote(parts[0] + " 400 " + text);
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            quoted = quoted.replace(place.getKey(), "\\E" + place.getValue() + "\\Q");
        }
        return Pattern.compile(quoted.replace("111111111111", TestCloud.ACCOUNT));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theTextComesFromItsCause(String line) {
        Stream<String> same =
                said.stream().filter(text -> pattern(line).matcher(text).matches());
        assertThat(same.count())
                .as(line + "\nwas said:\n" + String.join("\n", said))
                .isPositive();
    }
}
