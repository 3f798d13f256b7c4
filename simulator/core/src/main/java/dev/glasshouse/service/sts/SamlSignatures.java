package dev.glasshouse.service.sts;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Verifies the signatures of SAML responses. A signature counts only where it is a child of the response or of the
 * assertion, and where it is over just that element.
 */
final class SamlSignatures {

    private static final Set<String> TRANSFORMS = Set.of(
            Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE, CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS);

    private SamlSignatures() {}

    /** What became of the signature on an element. */
    enum Found {
        NONE,
        RIGHT,
        WRONG
    }

    /**
     * The response with its assertion in the open, where it or its assertion is signed by one of the certificates and every
     * signature is right; else empty. A response is signed as it was sent, an assertion before it was encrypted.
     */
    static Optional<SamlAssertions.Answer> verified(
            SamlAssertions.Answer answer, List<X509Certificate> certificates, List<PrivateKey> keys) {
        Found response = signature(answer.response(), certificates);
        if (response == Found.WRONG) {
            return Optional.empty();
        }
        return (answer.encrypted() ? SamlEncryption.open(answer, keys) : Optional.of(answer)).filter(open -> {
            Found assertion = signature(open.assertion(), certificates);
            return assertion == Found.RIGHT || assertion == Found.NONE && response == Found.RIGHT;
        });
    }

    private static Found signature(Element signed, List<X509Certificate> certificates) {
        List<Element> signatures = SamlAssertions.children(signed, XMLSignature.XMLNS, "Signature");
        if (signatures.isEmpty()) {
            return Found.NONE;
        }
        boolean right = signatures.size() == 1
                && certificates.stream().anyMatch(each -> verify(signed, signatures.get(0), each.getPublicKey()));
        return right ? Found.RIGHT : Found.WRONG;
    }

    private static boolean verify(Element signed, Element signature, PublicKey key) {
        String id = signed.getAttribute("ID");
        if (id.isEmpty() || count(signed.getOwnerDocument().getDocumentElement(), id) != 1) {
            return false;
        }
        DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        context.setIdAttributeNS(signed, null, "ID");
        try {
            XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            List<Reference> references = read.getSignedInfo().getReferences();
            return references.size() == 1
                    && references.get(0).getURI().equals("#" + id)
                    && transforms(references.get(0))
                    && read.validate(context);
        } catch (MarshalException | XMLSignatureException | ClassCastException e) {
            return false;
        }
    }

    private static boolean transforms(Reference reference) {
        for (Transform transform : reference.getTransforms()) {
            if (!TRANSFORMS.contains(transform.getAlgorithm())) {
                return false;
            }
        }
        return true;
    }

    /** How many elements bear an id: if two did, another than the one that is read could be the one that was signed. */
    private static int count(Element element, String id) {
        int found = 0;
        for (String name : List.of("ID", "Id", "id")) {
            if (element.getAttribute(name).equals(id)) {
                found++;
            }
        }
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                found += count(child, id);
            }
        }
        return found;
    }
}
