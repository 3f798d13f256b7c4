package dev.glasshouse.service.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyKindsTest {

    private static final BouncyCastleProvider CASTLE = new BouncyCastleProvider();
    private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("a message");

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());

    @AfterAll
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private KeyMetadata make(String spec, String usage) {
        return kms.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata();
    }

    private PublicKey publicKey(String key) throws Exception {
        byte[] spki =
                kms.getPublicKey(request -> request.keyId(key)).publicKey().asByteArray();
        String algorithm = org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(spki)
                .getAlgorithm()
                .getAlgorithm()
                .getId();
        return KeyFactory.getInstance(algorithm, CASTLE).generatePublic(new X509EncodedKeySpec(spki));
    }

    private SdkBytes sign(String key, String algorithm, String type, SdkBytes message) {
        return kms.sign(request ->
                        request.keyId(key).message(message).messageType(type).signingAlgorithm(algorithm))
                .signature();
    }

    private boolean verify(String key, String algorithm, String type, SdkBytes message, SdkBytes signature) {
        return kms.verify(request -> request.keyId(key)
                        .message(message)
                        .messageType(type)
                        .signature(signature)
                        .signingAlgorithm(algorithm))
                .signatureValid();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_256, SHA256withRSA, SHA-256",
        "RSA_3072, RSASSA_PKCS1_V1_5_SHA_384, SHA384withRSA, SHA-384",
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_512, SHA512withRSA, SHA-512",
        "RSA_2048, RSASSA_PSS_SHA_256, SHA256withRSAandMGF1, SHA-256",
        "RSA_4096, RSASSA_PSS_SHA_384, SHA384withRSAandMGF1, SHA-384",
        "RSA_2048, RSASSA_PSS_SHA_512, SHA512withRSAandMGF1, SHA-512",
        "ECC_NIST_P256, ECDSA_SHA_256, SHA256withECDSA, SHA-256",
        "ECC_NIST_P384, ECDSA_SHA_384, SHA384withECDSA, SHA-384",
        "ECC_NIST_P521, ECDSA_SHA_512, SHA512withECDSA, SHA-512",
        "ECC_SECG_P256K1, ECDSA_SHA_256, SHA256withECDSA, SHA-256",
    })
    void aSignatureIsOneForAnotherLibraryToo(String spec, String algorithm, String named, String digest)
            throws Exception {
        String key = make(spec, "SIGN_VERIFY").arn();
        SdkBytes hash = SdkBytes.fromByteArray(MessageDigest.getInstance(digest).digest(MESSAGE.asByteArray()));
        for (SdkBytes signature : List.of(sign(key, algorithm, "RAW", MESSAGE), sign(key, algorithm, "DIGEST", hash))) {
            Signature other = Signature.getInstance(named, CASTLE);
            other.initVerify(publicKey(key));
            other.update(MESSAGE.asByteArray());
            assertThat(other.verify(signature.asByteArray())).isTrue();
            assertThat(verify(key, algorithm, "RAW", MESSAGE, signature)).isTrue();
            assertThat(verify(key, algorithm, "DIGEST", hash, signature)).isTrue();
            SdkBytes changed = SdkBytes.fromUtf8String("another message");
            assertThat(failure(() -> verify(key, algorithm, "RAW", changed, signature)))
                    .isEqualTo("KMSInvalidSignatureException 400 null");
        }
        assertThat(failure(() -> sign(key, algorithm, "DIGEST", MESSAGE)))
                .isEqualTo("ValidationException 400 Digest is invalid length for algorithm " + algorithm + ".");
        assertThat(failure(() -> verify(key, algorithm, "RAW", MESSAGE, SdkBytes.fromUtf8String("bad"))))
                .isEqualTo("KMSInvalidSignatureException 400 null");
        assertThat(failure(() -> verify(key, algorithm, "DIGEST", hash, SdkBytes.fromUtf8String("bad"))))
                .isEqualTo("KMSInvalidSignatureException 400 null");
    }

    @Test
    void edwardsCurvesSignMessagesAndDigests() throws Exception {
        String key = make("ECC_NIST_EDWARDS25519", "SIGN_VERIFY").arn();
        SdkBytes signature = sign(key, "ED25519_SHA_512", "RAW", MESSAGE);
        Signature other = Signature.getInstance("Ed25519", CASTLE);
        other.initVerify(publicKey(key));
        other.update(MESSAGE.asByteArray());
        assertThat(other.verify(signature.asByteArray())).isTrue();
        assertThat(verify(key, "ED25519_SHA_512", "RAW", MESSAGE, signature)).isTrue();
        SdkBytes hash =
                SdkBytes.fromByteArray(MessageDigest.getInstance("SHA-512").digest(MESSAGE.asByteArray()));
        SdkBytes ph = sign(key, "ED25519_PH_SHA_512", "DIGEST", hash);
        assertThat(verify(key, "ED25519_PH_SHA_512", "DIGEST", hash, ph)).isTrue();
        java.security.Signature jdk = Signature.getInstance("EdDSA", "SunEC");
        jdk.setParameter(new java.security.spec.EdDSAParameterSpec(true));
        jdk.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(kms.getPublicKey(request -> request.keyId(key))
                        .publicKey()
                        .asByteArray())));
        jdk.update(MESSAGE.asByteArray());
        assertThat(jdk.verify(ph.asByteArray())).isTrue();
        assertThat(failure(() -> verify(key, "ED25519_SHA_512", "RAW", MESSAGE, ph)))
                .startsWith("KMSInvalidSignatureException 400");
        assertThat(failure(() -> sign(key, "ED25519_SHA_512", "DIGEST", hash))).startsWith("ValidationException 400");
    }

    @ParameterizedTest
    @CsvSource({"ML_DSA_44, 2420", "ML_DSA_65, 3309", "ML_DSA_87, 4627"})
    void latticesSignMessagesAndTheirRepresentatives(String spec, int bytes) throws Exception {
        String key = make(spec, "SIGN_VERIFY").arn();
        SdkBytes signature = sign(key, "ML_DSA_SHAKE_256", "RAW", MESSAGE);
        assertThat(signature.asByteArray()).hasSize(bytes);
        Signature other = Signature.getInstance("ML-DSA", CASTLE);
        other.initVerify(publicKey(key));
        other.update(MESSAGE.asByteArray());
        assertThat(other.verify(signature.asByteArray())).isTrue();
        assertThat(verify(key, "ML_DSA_SHAKE_256", "RAW", MESSAGE, signature)).isTrue();
        SdkBytes mu = SdkBytes.fromByteArray(new byte[64]);
        SdkBytes of = sign(key, "ML_DSA_SHAKE_256", "EXTERNAL_MU", mu);
        assertThat(verify(key, "ML_DSA_SHAKE_256", "EXTERNAL_MU", mu, of)).isTrue();
        assertThat(failure(() -> sign(key, "ML_DSA_SHAKE_256", "EXTERNAL_MU", MESSAGE)))
                .startsWith("ValidationException 400");
    }

    @Test
    void sm2SignsEncryptsAndAgrees() throws Exception {
        String signing = make("SM2", "SIGN_VERIFY").arn();
        SdkBytes signature = sign(signing, "SM2DSA", "RAW", MESSAGE);
        Signature other = Signature.getInstance("SM3withSM2", CASTLE);
        other.initVerify(publicKey(signing));
        other.update(MESSAGE.asByteArray());
        assertThat(other.verify(signature.asByteArray())).isTrue();
        SdkBytes digest = SdkBytes.fromByteArray(new byte[32]);
        assertThat(verify(signing, "SM2DSA", "DIGEST", digest, sign(signing, "SM2DSA", "DIGEST", digest)))
                .isTrue();
        String encrypting = make("SM2", "ENCRYPT_DECRYPT").arn();
        SdkBytes blob = kms.encrypt(
                        request -> request.keyId(encrypting).plaintext(MESSAGE).encryptionAlgorithm("SM2PKE"))
                .ciphertextBlob();
        assertThat(kms.decrypt(request ->
                                request.keyId(encrypting).ciphertextBlob(blob).encryptionAlgorithm("SM2PKE"))
                        .plaintext())
                .isEqualTo(MESSAGE);
        String one = make("SM2", "KEY_AGREEMENT").arn();
        String two = make("SM2", "KEY_AGREEMENT").arn();
        assertThat(shared(one, peer(two))).isEqualTo(shared(two, peer(one)));
    }

    private SdkBytes peer(String key) {
        return kms.getPublicKey(request -> request.keyId(key)).publicKey();
    }

    private SdkBytes shared(String key, SdkBytes peer) {
        return kms.deriveSharedSecret(
                        request -> request.keyId(key).publicKey(peer).keyAgreementAlgorithm("ECDH"))
                .sharedSecret();
    }

    @ParameterizedTest
    @CsvSource({"ECC_NIST_P256, secp256r1", "ECC_NIST_P384, secp384r1", "ECC_NIST_P521, secp521r1"})
    void aSharedSecretIsWhatTheOtherSideHas(String spec, String curve) throws Exception {
        KeyMetadata key = make(spec, "KEY_AGREEMENT");
        assertThat(key.keyAgreementAlgorithmsAsStrings()).containsExactly("ECDH");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CASTLE);
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair ours = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", CASTLE);
        agreement.init(ours.getPrivate());
        agreement.doPhase(publicKey(key.arn()), true);
        assertThat(shared(key.arn(), SdkBytes.fromByteArray(ours.getPublic().getEncoded())))
                .isEqualTo(SdkBytes.fromByteArray(agreement.generateSecret()));
        String other = make(spec.equals("ECC_NIST_P256") ? "ECC_NIST_P384" : "ECC_NIST_P256", "KEY_AGREEMENT")
                .arn();
        assertThat(failure(() -> shared(key.arn(), peer(other)))).isEqualTo("ValidationException 400 null");
        assertThat(failure(() -> shared(key.arn(), SdkBytes.fromUtf8String("no key"))))
                .isEqualTo("ValidationException 400 null");
    }

    @ParameterizedTest
    @ValueSource(ints = {224, 256, 384, 512})
    void aMacIsTheSameForTheSameMessageOnly(int bits) {
        KeyMetadata made = make("HMAC_" + bits, "GENERATE_VERIFY_MAC");
        String key = made.arn();
        String algorithm = "HMAC_SHA_" + bits;
        assertThat(made.macAlgorithmsAsStrings()).containsExactly(algorithm);
        assertThat(made.currentKeyMaterialId()).isNull();
        SdkBytes mac = kms.generateMac(
                        request -> request.keyId(key).message(MESSAGE).macAlgorithm(algorithm))
                .mac();
        assertThat(mac.asByteArray()).hasSize(bits / 8);
        assertThat(kms.verifyMac(request -> request.keyId(key)
                                .message(MESSAGE)
                                .macAlgorithm(algorithm)
                                .mac(mac))
                        .macValid())
                .isTrue();
        assertThat(failure(() -> kms.verifyMac(request -> request.keyId(key)
                        .message(SdkBytes.fromUtf8String("another"))
                        .macAlgorithm(algorithm)
                        .mac(mac))))
                .isEqualTo("KMSInvalidMacException 400 null");
        String wrong = bits == 512 ? "HMAC_SHA_256" : "HMAC_SHA_512";
        assertThat(failure(() -> kms.generateMac(
                        request -> request.keyId(key).message(MESSAGE).macAlgorithm(wrong))))
                .isEqualTo("InvalidKeyUsageException 400 Algorithm " + wrong + " is incompatible with key spec HMAC_"
                        + bits + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSAES_OAEP_SHA_1, 214",
        "RSA_2048, RSAES_OAEP_SHA_256, 190",
        "RSA_3072, RSAES_OAEP_SHA_1, 342",
        "RSA_3072, RSAES_OAEP_SHA_256, 318",
        "RSA_4096, RSAES_OAEP_SHA_1, 470",
        "RSA_4096, RSAES_OAEP_SHA_256, 446"
    })
    void whatAnotherLibraryEncryptsForARsaKeyOpensHere(String spec, String algorithm, int most) throws Exception {
        String key = make(spec, "ENCRYPT_DECRYPT").arn();
        Cipher cipher = Cipher.getInstance(
                algorithm.endsWith("SHA_1")
                        ? "RSA/NONE/OAEPWithSHA1AndMGF1Padding"
                        : "RSA/NONE/OAEPWithSHA256AndMGF1Padding",
                CASTLE);
        cipher.init(Cipher.ENCRYPT_MODE, publicKey(key));
        byte[] text = new byte[most];
        SdkBytes theirs = SdkBytes.fromByteArray(cipher.doFinal(text));
        assertThat(kms.decrypt(request ->
                                request.keyId(key).ciphertextBlob(theirs).encryptionAlgorithm(algorithm))
                        .plaintext()
                        .asByteArray())
                .isEqualTo(text);
        SdkBytes ours = kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromByteArray(text))
                        .encryptionAlgorithm(algorithm))
                .ciphertextBlob();
        assertThat(ours.asByteArray()).hasSize(Integer.parseInt(spec.substring(4)) / 8);
        assertThat(failure(() -> kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromByteArray(new byte[most + 1]))
                        .encryptionAlgorithm(algorithm))))
                .isEqualTo("ValidationException 400 Algorithm " + algorithm + " and key spec " + spec
                        + " cannot encrypt data larger than " + most + " bytes.");
        byte[] bent = ours.asByteArray();
        bent[5] ^= 1;
        assertThat(failure(() -> kms.decrypt(request -> request.keyId(key)
                        .ciphertextBlob(SdkBytes.fromByteArray(bent))
                        .encryptionAlgorithm(algorithm))))
                .isEqualTo("InvalidCiphertextException 400 null");
    }

    @Test
    void aMessageIsMovedFromARsaKeyToASymmetricOne() {
        String rsa = make("RSA_2048", "ENCRYPT_DECRYPT").arn();
        String other = kms.createKey().keyMetadata().arn();
        SdkBytes blob = kms.encrypt(
                        request -> request.keyId(rsa).plaintext(MESSAGE).encryptionAlgorithm("RSAES_OAEP_SHA_256"))
                .ciphertextBlob();
        SdkBytes moved = kms.reEncrypt(request -> request.ciphertextBlob(blob)
                        .sourceKeyId(rsa)
                        .sourceEncryptionAlgorithm("RSAES_OAEP_SHA_256")
                        .destinationKeyId(other)
                        .destinationEncryptionContext(Map.of("a", "1")))
                .ciphertextBlob();
        assertThat(kms.decrypt(request -> request.ciphertextBlob(moved).encryptionContext(Map.of("a", "1")))
                        .plaintext())
                .isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA, SHA256withRSA",
        "ECC_NIST_P256, EC, SHA256withECDSA",
        "ECC_NIST_P521, EC, SHA512withECDSA",
        "ECC_SECG_P256K1, EC, SHA256withECDSA",
        "ECC_NIST_EDWARDS25519, Ed25519, Ed25519"
    })
    void aDataKeyPairWorksWithAnotherLibraryAndItsPrivateKeyOpensAgain(String spec, String kind, String algorithm)
            throws Exception {
        String key = kms.createKey().keyMetadata().arn();
        GenerateDataKeyPairResponse pair = kms.generateDataKeyPair(
                request -> request.keyId(key).keyPairSpec(spec).encryptionContext(Map.of("a", "1")));
        assertThat(kms.decrypt(request -> request.ciphertextBlob(pair.privateKeyCiphertextBlob())
                                .encryptionContext(Map.of("a", "1")))
                        .plaintext())
                .isEqualTo(pair.privateKeyPlaintext());
        KeyFactory keys = KeyFactory.getInstance(kind, CASTLE);
        PrivateKey secret = keys.generatePrivate(
                new PKCS8EncodedKeySpec(pair.privateKeyPlaintext().asByteArray()));
        Signature signature = Signature.getInstance(algorithm, CASTLE);
        signature.initSign(secret);
        signature.update(MESSAGE.asByteArray());
        byte[] signed = signature.sign();
        signature.initVerify(
                keys.generatePublic(new X509EncodedKeySpec(pair.publicKey().asByteArray())));
        signature.update(MESSAGE.asByteArray());
        assertThat(signature.verify(signed)).isTrue();
        assertThat(pair.keyMaterialId()).matches("[0-9a-f]{64}");
        assertThat(failure(() -> kms.generateDataKeyPair(
                        request -> request.keyId(key).keyPairSpec(spec).dryRun(true))))
                .startsWith("DryRunOperationException 400");
    }

    @Test
    void aKeyShowsWhatItsKindHas() {
        KeyMetadata rsa = make("RSA_2048", "SIGN_VERIFY");
        assertThat(rsa.signingAlgorithmsAsStrings())
                .containsExactly(
                        "RSASSA_PKCS1_V1_5_SHA_256",
                        "RSASSA_PKCS1_V1_5_SHA_384",
                        "RSASSA_PKCS1_V1_5_SHA_512",
                        "RSASSA_PSS_SHA_256",
                        "RSASSA_PSS_SHA_384",
                        "RSASSA_PSS_SHA_512");
        assertThat(rsa.hasEncryptionAlgorithms()).isFalse();
        assertThat(rsa.hasMacAlgorithms()).isFalse();
        assertThat(rsa.currentKeyMaterialId()).isNull();
        GetPublicKeyResponse shown = kms.getPublicKey(request -> request.keyId(rsa.keyId()));
        assertThat(shown.keyId()).isEqualTo(rsa.arn());
        assertThat(shown.keyUsageAsString()).isEqualTo("SIGN_VERIFY");
        assertThat(shown.hasEncryptionAlgorithms()).isFalse();
        KeyMetadata encrypting = make("RSA_2048", "ENCRYPT_DECRYPT");
        assertThat(encrypting.encryptionAlgorithmsAsStrings())
                .containsExactly("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
        assertThat(encrypting.hasSigningAlgorithms()).isFalse();
    }

    @Test
    void aKeyIsUsedForItsUsageOnly() {
        String symmetric = kms.createKey().keyMetadata().arn();
        String rsa = make("RSA_2048", "SIGN_VERIFY").arn();
        String mac = make("HMAC_256", "GENERATE_VERIFY_MAC").arn();
        assertThat(failure(() -> kms.generateMac(
                        request -> request.keyId(symmetric).message(MESSAGE).macAlgorithm("HMAC_SHA_256"))))
                .isEqualTo("InvalidKeyUsageException 400 " + symmetric
                        + " key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.");
        assertThat(failure(() -> sign(mac, "RSASSA_PSS_SHA_256", "RAW", MESSAGE)))
                .isEqualTo("InvalidKeyUsageException 400 " + mac
                        + " key usage is GENERATE_VERIFY_MAC which is not valid for Sign.");
        assertThat(failure(() -> verify(symmetric, "RSASSA_PSS_SHA_256", "RAW", MESSAGE, MESSAGE)))
                .isEqualTo("InvalidKeyUsageException 400 " + symmetric
                        + " key usage is ENCRYPT_DECRYPT which is not valid for Verify.");
        assertThat(failure(() -> kms.encrypt(request -> request.keyId(rsa).plaintext(MESSAGE))))
                .isEqualTo("InvalidKeyUsageException 400 " + rsa
                        + " key usage is SIGN_VERIFY which is not valid for Encrypt.");
        for (String key : List.of(symmetric, rsa)) {
            assertThat(failure(() -> shared(key, MESSAGE)))
                    .isEqualTo("InvalidKeyUsageException 400 " + key + " key usage is "
                            + (key.equals(rsa) ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT")
                            + " which is not valid for DeriveSharedSecret.");
        }
        SdkBytes blob = kms.encrypt(request -> request.keyId(symmetric).plaintext(MESSAGE))
                .ciphertextBlob();
        assertThat(failure(() -> kms.decrypt(request -> request.keyId(mac).ciphertextBlob(blob))))
                .isEqualTo("IncorrectKeyException 400 The key ID in the request does not identify a CMK that can"
                        + " perform this operation.");
        assertThat(failure(() -> kms.getPublicKey(request -> request.keyId(symmetric))))
                .isEqualTo("UnsupportedOperationException 400 null");
        assertThat(failure(
                        () -> kms.generateDataKey(request -> request.keyId(rsa).keySpec("AES_256"))))
                .isEqualTo("InvalidKeyUsageException 400 " + rsa
                        + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
    }

    @Test
    void aKeyNeedsAUsageThatItsSpecHas() {
        assertThat(failure(() -> kms.createKey(request -> request.keySpec("HMAC_256"))))
                .isEqualTo("ValidationException 400 You must specify a KeyUsage value for all KMS keys except for"
                        + " symmetric encryption keys.");
        assertThat(failure(() -> make("RSA_2048", "KEY_AGREEMENT")))
                .isEqualTo("ValidationException 400 KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048");
        assertThat(failure(() -> make("SYMMETRIC_DEFAULT", "SIGN_VERIFY"))).startsWith("ValidationException 400");
    }

    @Test
    void thereAreNoCustomKeyStores() {
        assertThat(kms.describeCustomKeyStores().customKeyStores()).isEmpty();
        assertThat(failure(() -> kms.connectCustomKeyStore(request -> request.customKeyStoreId("cks-1"))))
                .startsWith("CustomKeyStoreNotFoundException 400");
        assertThat(failure(() ->
                        kms.createKey(request -> request.origin("AWS_CLOUDHSM").customKeyStoreId("cks-1"))))
                .startsWith("CustomKeyStoreNotFoundException 400");
        assertThat(failure(() -> kms.createCustomKeyStore(request -> request.customKeyStoreName("store")
                        .cloudHsmClusterId("cluster-abcdefghijk")
                        .keyStorePassword("secret1234")
                        .trustAnchorCertificate("certificate"))))
                .startsWith("CloudHsmClusterNotFoundException 400");
    }

    @Test
    void theTrailNamesTheAlgorithmAndHoldsNeitherMessageNorSignature() {
        String key = make("ECC_NIST_P256", "SIGN_VERIFY").arn();
        SdkBytes signature = sign(key, "ECDSA_SHA_256", "RAW", MESSAGE);
        String event = new String(
                cloud.sandbox()
                        .log()
                        .from(cloud.sandbox().log().size() - 1, 1)
                        .get(0)
                        .json()
                        .toArray(),
                StandardCharsets.UTF_8);
        assertThat(event)
                .contains("\"eventName\":\"Sign\"", "\"signingAlgorithm\":\"ECDSA_SHA_256\"", key)
                .doesNotContain("a message")
                .doesNotContain(java.util.Base64.getEncoder().encodeToString(signature.asByteArray()));
    }

    @Test
    void aMacIsAsTheJdkMakesIt() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        dev.glasshouse.crypto.hsm.Hsm hsm = new dev.glasshouse.crypto.hsm.Hsm();
        dev.glasshouse.crypto.hsm.Hsm.Key key = hsm.importKey(
                        dev.glasshouse.crypto.hsm.KeySpec.HMAC_256, new byte[32], "k")
                .orElseThrow();
        assertThat(hsm.mac(dev.glasshouse.crypto.hsm.KeySpec.HMAC_256, key.wrapped(), "k", MESSAGE.asByteArray()))
                .isEqualTo(mac.doFinal(MESSAGE.asByteArray()));
    }
}
