package dev.glasshouse.service.sts;

import dev.glasshouse.call.TestTokens;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Writes what a SAML provider writes: its metadata, and signed responses. */
final class SamlMint {

    private static final String SIGN_IN = "https://signin.aws.amazon.com/saml";
    private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";

    private SamlMint() {}

    /** A certificate of a key for itself, for a hundred years, as Base64. */
    static String certificate(KeyPair pair, Instant now) {
        X500Name name = new X500Name("CN=identity provider of a sandbox");
        try {
            byte[] der = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now.minus(1, ChronoUnit.DAYS)),
                            Date.from(now.plus(36_500, ChronoUnit.DAYS)),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                    .getEncoded();
            return Base64.getEncoder().encodeToString(der);
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("RSA signs certificates", e);
        }
    }

    static String metadata(String entityId, String certificate) {
        return "<?xml version=\"1.0\"?>\n"
                + "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\""
                + escaped(entityId)
                + "\">\n  <md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\n"
                + "    <md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"
                + "<ds:X509Data><ds:X509Certificate>" + certificate
                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\n"
                + "    <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\""
                + escaped(entityId) + "\"/>\n  </md:IDPSSODescriptor>\n</md:EntityDescriptor>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String attribute(String name, List<String> values) {
        StringBuilder text = new StringBuilder("<saml2:Attribute Name=\"")
                .append(escaped(name))
                .append("\">");
        values.forEach(value ->
                text.append("<saml2:AttributeValue>").append(escaped(value)).append("</saml2:AttributeValue>"));
        return text.append("</saml2:Attribute>").toString();
    }

    private static String end(TestTokens.Assertion assertion, Instant now) {
        Long seconds = assertion.sessionSeconds();
        return seconds == null
                ? ""
                : " SessionNotOnOrAfter=\"" + now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS) + "\"";
    }

    private static String response(TestTokens.Assertion assertion, String id, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String until = now.plusSeconds(300).truncatedTo(ChronoUnit.SECONDS).toString();
        StringBuilder attributes = new StringBuilder();
        attributes.append(attribute(ATTRIBUTES + "Role", assertion.roles()));
        attributes.append(attribute(ATTRIBUTES + "RoleSessionName", List.of(assertion.sessionName())));
        assertion.attributes().forEach((name, values) -> attributes.append(attribute(name, values)));
        String issuer = escaped(assertion.entityId());
        return "<saml2p:Response xmlns:saml2p=\"" + SamlAssertions.PROTOCOL + "\" ID=\"_r" + id.substring(1)
                + "\" IssueInstant=\"" + time + "\" Version=\"2.0\" Destination=\"" + SIGN_IN + "\">"
                + "<saml2:Issuer xmlns:saml2=\"" + SamlAssertions.ASSERTION + "\">" + issuer + "</saml2:Issuer>"
                + "<saml2p:Status><saml2p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></saml2p:Status>"
                + "<saml2:Assertion xmlns:saml2=\"" + SamlAssertions.ASSERTION + "\" ID=\"" + id + "\" IssueInstant=\""
                + time + "\" Version=\"2.0\"><saml2:Issuer>" + issuer + "</saml2:Issuer>"
                + "<saml2:Subject><saml2:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">"
                + escaped(assertion.subject()) + "</saml2:NameID>"
                + "<saml2:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
                + "<saml2:SubjectConfirmationData NotOnOrAfter=\"" + until + "\" Recipient=\"" + SIGN_IN
                + "\"/></saml2:SubjectConfirmation></saml2:Subject><saml2:Conditions NotBefore=\"" + time
                + "\" NotOnOrAfter=\"" + until + "\"><saml2:AudienceRestriction><saml2:Audience>urn:amazon:webservices"
                + "</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions><saml2:AuthnStatement AuthnInstant=\""
                + time + "\"" + end(assertion, now) + "><saml2:AuthnContext><saml2:AuthnContextClassRef>"
                + "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml2:AuthnContextClassRef></saml2:AuthnContext>"
                + "</saml2:AuthnStatement><saml2:AttributeStatement>" + attributes
                + "</saml2:AttributeStatement></saml2:Assertion></saml2p:Response>";
    }

    /** A response whose assertion is signed, and then encrypted where there is somebody to open it, in Base64. */
    static String sign(
            TestTokens.Assertion assertion, String id, Instant now, PrivateKey key, @Nullable PublicKey recipient) {
        try {
            Document document = SamlAssertions.document(response(assertion, id, now));
            Element signed = (Element) document.getDocumentElement()
                    .getElementsByTagNameNS(SamlAssertions.ASSERTION, "Assertion")
                    .item(0);
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            Reference reference = factory.newReference(
                    "#" + id,
                    factory.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(
                            factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                            factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                    null,
                    null);
            SignedInfo info = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                    List.of(reference));
            // the signature stands right after the issuer
            DOMSignContext context =
                    new DOMSignContext(key, signed, signed.getFirstChild().getNextSibling());
            context.setDefaultNamespacePrefix("ds");
            context.setIdAttributeNS(signed, null, "ID");
            factory.newXMLSignature(info, null).sign(context);
            if (recipient != null) {
                Element sealed = SamlAssertions.document(SamlSeal.seal(written(signed), recipient))
                        .getDocumentElement();
                signed.getParentNode().replaceChild(document.importNode(sealed, true), signed);
            }
            return Base64.getEncoder().encodeToString(written(document).getBytes(StandardCharsets.UTF_8));
        } catch (SAXException
                | IOException
                | GeneralSecurityException
                | MarshalException
                | XMLSignatureException
                | TransformerException e) {
            throw new IllegalArgumentException("the assertion cannot be written: " + e.getMessage(), e);
        }
    }

    private static String written(Node node) throws TransformerException {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer transformer = factory.newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter out = new StringWriter();
        transformer.transform(new DOMSource(node), new StreamResult(out));
        return out.toString();
    }
}
