package dev.glasshouse.service.sts;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads SAML responses into elements. There are no document types and no entities, the depth is bounded, and each response
 * has exactly one assertion, which is its child: so there is no other that a signature could be on.
 */
final class SamlAssertions {

    static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

    private static final int DEEPEST = 64;

    private SamlAssertions() {}

    /**
     * A response.
     *
     * @param response the root element
     * @param assertion the one assertion in it, encrypted or not
     */
    record Answer(Element response, Element assertion) {

        /** Whether the assertion must be opened before it can be read. */
        boolean encrypted() {
            return "EncryptedAssertion".equals(assertion.getLocalName());
        }
    }

    /** Reads a response from its Base64; empty where it is none. Nothing is verified. */
    static Optional<Answer> parse(String encoded) {
        String xml;
        try {
            xml = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!isPlain(xml)) {
            return Optional.empty();
        }
        try {
            Element root = document(xml).getDocumentElement();
            NodeList open = root.getElementsByTagNameNS("*", "Assertion");
            NodeList encrypted = root.getElementsByTagNameNS("*", "EncryptedAssertion");
            if (open.getLength() + encrypted.getLength() != 1) {
                return Optional.empty();
            }
            Element assertion = (Element) (open.getLength() == 1 ? open : encrypted).item(0);
            boolean ours = PROTOCOL.equals(root.getNamespaceURI())
                    && "Response".equals(root.getLocalName())
                    && assertion.getParentNode() == root
                    && ASSERTION.equals(assertion.getNamespaceURI());
            return ours ? Optional.of(new Answer(root, assertion)) : Optional.empty();
        } catch (SAXException | IOException e) {
            return Optional.empty();
        }
    }

    /** Reads an assertion that stands alone and has no other in it; empty where it is none. */
    static Optional<Element> assertion(String xml) {
        if (!isPlain(xml)) {
            return Optional.empty();
        }
        try {
            Element root = document(xml).getDocumentElement();
            boolean alone = ASSERTION.equals(root.getNamespaceURI())
                    && "Assertion".equals(root.getLocalName())
                    && root.getElementsByTagNameNS("*", "Assertion").getLength() == 0
                    && root.getElementsByTagNameNS("*", "EncryptedAssertion").getLength() == 0;
            return alone ? Optional.of(root) : Optional.empty();
        } catch (SAXException | IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a document has no document type and is not too deep for a recursion. */
    private static boolean isPlain(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                        return false;
                    }
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > DEEPEST) {
                            return false;
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {
                        // texts and comments may stand where they like
                    }
                }
            }
            return true;
        } catch (XMLStreamException e) {
            return false;
        }
    }

    static Document document(String xml) throws SAXException, IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            javax.xml.parsers.DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's parser has these features", e);
        }
    }

    /** The child elements with a name. */
    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && namespace.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    static Optional<Element> child(Element parent, String name) {
        return children(parent, ASSERTION, name).stream().findFirst();
    }

    /** The text of an element without comments: a comment in a name must not cut it short. */
    static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(node.getNodeValue());
            }
        }
        return text.toString().strip();
    }
}
