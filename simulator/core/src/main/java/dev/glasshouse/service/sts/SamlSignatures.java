package dev.glasshouse.service.sts;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
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

    /** Whether the response or its assertion is signed by one of the certificates, and every signature is right. */
    static boolean verify(SamlAssertions.Answer answer, List<X509Certificate> certificates) {
        int right = 0;
        for (Element signed : List.of(answer.response(), answer.assertion())) {
            List<Element> signatures = SamlAssertions.children(signed, XMLSignature.XMLNS, "Signature");
            if (signatures.size() > 1) {
                return false;
            }
            if (signatures.size() == 1) {
                Element signature = signatures.get(0);
                if (certificates.stream().noneMatch(each -> verify(signed, signature, each.getPublicKey()))) {
                    return false;
                }
                right++;
            }
        }
        return right > 0;
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
