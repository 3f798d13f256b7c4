package dev.glasshouse.service.sts;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import dev.glasshouse.call.TestTokens;
import dev.glasshouse.sandbox.Scope;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.SAMLPrivateKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** Assertions that are encrypted for AWS. */
class EncryptedAssertionsTest {

    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/r";
    private static final String ENTITY = "https://idp.example.org/saml";
    private static final String PROVIDER = "arn:aws:iam::" + ACCOUNT + ":saml-provider/idp";
    private static final String UNSIGNED = "InvalidIdentityToken 400 Response signature invalid";
    private static final String NONE = "InvalidIdentityToken 400 Invalid SAML response";
    private static final String XENC = SamlEncryption.XENC;
    private static final String XENC11 = SamlEncryption.XENC11;
    private static final String OAEP = XENC + "rsa-oaep-mgf1p";

    private static final KeyPair FIRST = TokenMint.pair("RS256");
    private static final KeyPair SECOND = TokenMint.pair("RS256");

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());
    private final StsClient nobody = cloud.as(null, StsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private void provider(String mode) {
        iam.createSAMLProvider(request -> request.name("idp")
                .samlMetadataDocument(cloud.control().samlMetadata(ENTITY))
                .assertionEncryptionMode(mode)
                .addPrivateKey(pem(FIRST)));
        iam.createRole(request -> request.roleName("r")
                .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Federated\":\"" + PROVIDER
                        + "\"},\"Action\":\"sts:AssumeRoleWithSAML\"}]}"));
    }

    private String assertion(boolean encrypted) {
        return cloud.control()
                .samlResponse(new TestTokens.Assertion(
                        ENTITY, "ann", List.of(ROLE + "," + PROVIDER), "ann", Map.of(), null, encrypted));
    }

    private String subject(String assertion) {
        return nobody.assumeRoleWithSAML(
                        request -> request.roleArn(ROLE).principalArn(PROVIDER).samlAssertion(assertion))
                .subject();
    }

    private String failure(String assertion) {
        StsException e = catchThrowableOfType(StsException.class, () -> subject(assertion));
        assertThat(e).isNotNull();
        return fault(e);
    }

    private static String xml(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String encoded(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String response) {
        return response.substring(response.indexOf("<saml2:Assertion"), response.indexOf("</saml2p:Response>"));
    }

    /** How a test encrypts; what the defaults of the algorithms are is written out. */
    private record Way(String content, int keyBytes, String transport, String digest, String mask, String inside) {
        static Way of(String content, int keyBytes) {
            return new Way(content, keyBytes, OAEP, "SHA-1", "SHA-1", "");
        }

        String encrypt(String text, KeyPair recipient) throws Exception {
            boolean gcm = content.endsWith("gcm");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!gcm) {
                int padding = 16 - bytes.length % 16;
                bytes = java.util.Arrays.copyOf(bytes, bytes.length + padding);
                bytes[bytes.length - 1] = (byte) padding;
            }
            byte[] iv = new byte[gcm ? 12 : 16];
            byte[] secret = new byte[keyBytes];
            AlgorithmParameterSpec spec = gcm ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv);
            Cipher aes = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"), spec);
            byte[] sealed = aes.doFinal(bytes);
            byte[] all = java.util.Arrays.copyOf(iv, iv.length + sealed.length);
            System.arraycopy(sealed, 0, all, iv.length, sealed.length);
            Cipher rsa;
            if (transport.endsWith("rsa-1_5")) {
                rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
                rsa.init(Cipher.ENCRYPT_MODE, recipient.getPublic());
            } else {
                rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
                rsa.init(
                        Cipher.ENCRYPT_MODE,
                        recipient.getPublic(),
                        new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mask), PSource.PSpecified.DEFAULT));
            }
            return "<s:EncryptedAssertion xmlns:s=\"" + SamlAssertions.ASSERTION + "\" xmlns:x=\"" + XENC
                    + "\" xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><x:EncryptedData><x:EncryptionMethod Algorithm=\""
                    + content + "\"/><x:CipherData><x:CipherValue>"
                    + Base64.getMimeEncoder().encodeToString(all)
                    + "</x:CipherValue></x:CipherData></x:EncryptedData><x:EncryptedKey><x:EncryptionMethod Algorithm=\""
                    + transport + "\">" + inside + "</x:EncryptionMethod><x:CipherData><x:CipherValue>"
                    + Base64.getEncoder().encodeToString(rsa.doFinal(secret))
                    + "</x:CipherValue></x:CipherData></x:EncryptedKey></s:EncryptedAssertion>";
        }
    }

    private static String digest(String algorithm) {
        return "<d:DigestMethod Algorithm=\"" + algorithm + "\"/>";
    }

    private static String mask(String name) {
        return "<m:MGF xmlns:m=\"" + XENC11 + "\" Algorithm=\"" + XENC11 + name + "\"/>";
    }

    private static final Way USUAL = Way.of(XENC11 + "aes256-gcm", 32);

    /** A response of the provider, with its assertion encrypted in a way. */
    private String response(Way way, String assertion) throws Exception {
        String open = xml(assertion(false));
        return encoded(open.replace(plain(open), way.encrypt(assertion, FIRST)));
    }

    @Test
    void an_encrypted_assertion_opens_a_session_and_its_event_says_who_it_is() {
        provider("Required");
        // the subject as an element has it: three letters may well stand in what is encrypted
        assertThat(xml(assertion(false))).contains(">ann<");
        assertThat(xml(assertion(true))).doesNotContain(">ann<").contains("EncryptedAssertion");
        assertThat(subject(assertion(true))).isEqualTo("ann");
        String event = cloud.control()
                .events(1, each -> each.json().utf8().contains("AssumeRoleWithSAML"))
                .get(0)
                .json()
                .utf8();
        assertThat(event).contains("\"sAMLAssertionID\":\"_", "\"roleSessionName\":\"ann\"");
    }

    @Test
    void a_provider_may_insist_on_encryption() {
        provider("Required");
        assertThat(failure(assertion(false)))
                .isEqualTo("InvalidIdentityToken 400 The provider requires encrypted assertions");
        iam.updateSAMLProvider(request -> request.samlProviderArn(PROVIDER).assertionEncryptionMode("Allowed"));
        assertThat(subject(assertion(false))).isEqualTo("ann");
        assertThat(subject(assertion(true))).isEqualTo("ann");
    }

    @Test
    void keys_are_rotated_by_adding_one_and_then_removing_the_other() {
        provider("Required");
        String old = assertion(true);
        iam.updateSAMLProvider(request -> request.samlProviderArn(PROVIDER).addPrivateKey(pem(SECOND)));
        String fresh = assertion(true);
        assertThat(subject(old)).isEqualTo("ann");
        assertThat(subject(fresh)).isEqualTo("ann");
        List<SAMLPrivateKey> keys = iam.getSAMLProvider(request -> request.samlProviderArn(PROVIDER))
                .privateKeyList();
        assertThat(keys).hasSize(2);
        iam.updateSAMLProvider(request ->
                request.samlProviderArn(PROVIDER).removePrivateKey(keys.get(0).keyId()));
        assertThat(subject(fresh)).isEqualTo("ann");
        assertThat(failure(old)).isEqualTo(UNSIGNED);
    }

    @Test
    void aes_in_both_modes_and_oaep_with_every_digest_are_taken() throws Exception {
        provider("Required");
        List<Way> ways = new ArrayList<>();
        for (int bits : new int[] {128, 192, 256}) {
            ways.add(Way.of(XENC + "aes" + bits + "-cbc", bits / 8));
            ways.add(Way.of(XENC11 + "aes" + bits + "-gcm", bits / 8));
        }
        String content = XENC11 + "aes128-gcm";
        ways.add(new Way(content, 16, OAEP, "SHA-256", "SHA-1", digest(XENC + "sha256")));
        ways.add(new Way(content, 16, XENC11 + "rsa-oaep", "SHA-1", "SHA-1", ""));
        ways.add(new Way(
                content, 16, XENC11 + "rsa-oaep", "SHA-256", "SHA-512", digest(XENC + "sha256") + mask("mgf1sha512")));
        for (Way way : ways) {
            assertThat(subject(response(way, plain(xml(assertion(false)))))).isEqualTo("ann");
        }
    }

    @Test
    void what_does_not_open_says_no_more_than_a_wrong_signature() throws Exception {
        provider("Allowed");
        String open = plain(xml(assertion(false)));
        Way cbc = Way.of(XENC + "aes128-cbc", 16);
        String sealed = xml(assertion(true));
        int value = sealed.lastIndexOf("</xenc:CipherValue>") - 8;
        List<String> bad = List.of(
                response(new Way(USUAL.content(), 32, XENC + "rsa-1_5", "SHA-1", "SHA-1", ""), open),
                response(new Way(USUAL.content(), 32, OAEP, "SHA-256", "SHA-1", ""), open),
                response(Way.of(XENC11 + "aes256-gcm", 16), open),
                response(Way.of(XENC + "tripledes-cbc", 16), open),
                response(new Way(USUAL.content(), 32, OAEP, "SHA-1", "SHA-1", digest("urn:none")), open),
                encoded(xml(response(USUAL, open)).replace("x:CipherData", "x:Other")),
                encoded(sealed.substring(0, value) + "AAAA" + sealed.substring(value + 4)),
                response(USUAL, ""),
                response(cbc, ""),
                response(cbc, "no element"),
                response(USUAL, "<a/>"),
                response(USUAL, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + open),
                response(USUAL, "<a>".repeat(10_000)));
        for (String each : bad) {
            assertThat(failure(each)).isEqualTo(UNSIGNED);
        }
        iam.deleteSAMLProvider(request -> request.samlProviderArn(PROVIDER));
        iam.createSAMLProvider(request ->
                request.name("idp").samlMetadataDocument(cloud.control().samlMetadata(ENTITY)));
        assertThat(failure(encoded(sealed))).isEqualTo(UNSIGNED);
        assertThatThrownBy(() -> assertion(true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encryption_proves_nothing_since_everybody_has_the_public_key() throws Exception {
        provider("Required");
        String open = plain(xml(assertion(false)));
        String unsigned = open.replaceAll("(?s)<ds:Signature.*</ds:Signature>", "");
        String evil = unsigned.replace(">ann<", ">eve<");
        assertThat(failure(response(USUAL, unsigned))).isEqualTo(UNSIGNED);
        assertThat(failure(response(USUAL, open.replace(">ann<", ">eve<")))).isEqualTo(UNSIGNED);
        assertThat(failure(response(USUAL, evil.replace("</saml2:Assertion>", open + "</saml2:Assertion>"))))
                .isEqualTo(UNSIGNED);
        String good = xml(response(USUAL, open));
        String second = USUAL.encrypt(evil, FIRST);
        assertThat(failure(encoded(good.replace("<s:EncryptedAssertion", second + "<s:EncryptedAssertion"))))
                .isEqualTo(NONE);
        assertThat(failure(encoded(good.replace("<s:EncryptedAssertion", evil + "<s:EncryptedAssertion"))))
                .isEqualTo(NONE);
        assertThat(failure(encoded(good.replace(
                        "<saml2p:Status>", "<saml2p:Extensions>" + open + "</saml2p:Extensions><saml2p:Status>"))))
                .isEqualTo(NONE);
        assertThat(subject(encoded(good))).isEqualTo("ann");
    }

    @Test
    void a_response_is_signed_over_the_encrypted_assertion() throws Exception {
        provider("Required");
        String unsigned = plain(xml(assertion(false))).replaceAll("(?s)<ds:Signature.*</ds:Signature>", "");
        String good = signed(xml(response(USUAL, unsigned)));
        assertThat(subject(encoded(good))).isEqualTo("ann");
        String evil = USUAL.encrypt(unsigned.replace(">ann<", ">eve<"), FIRST);
        assertThat(failure(encoded(good.replaceAll("(?s)<s:EncryptedAssertion.*</s:EncryptedAssertion>", evil))))
                .isEqualTo(UNSIGNED);
    }

    /** Signs a whole response with the provider's key. */
    private String signed(String response) throws Exception {
        IssuerRow row = cloud.sandbox()
                .read()
                .state()
                .get(StsService.ISSUERS, Scope.SANDBOX, "saml:" + ENTITY)
                .orElseThrow();
        Document document = SamlAssertions.document(response);
        Element root = document.getDocumentElement();
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        var reference = factory.newReference(
                "#" + root.getAttribute("ID"),
                factory.newDigestMethod(DigestMethod.SHA256, null),
                List.of(
                        factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                        factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                null,
                null);
        var info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                List.of(reference));
        DOMSignContext context =
                new DOMSignContext(TokenMint.privateKey(String.valueOf(row.privateKey()), "RS256"), root);
        context.setIdAttributeNS(root, null, "ID");
        factory.newXMLSignature(info, null).sign(context);
        java.io.StringWriter out = new java.io.StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }
}
