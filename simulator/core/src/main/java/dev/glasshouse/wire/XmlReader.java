package dev.glasshouse.wire;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML body into elements: no document types, no entities beyond the five of XML, bounded in depth, elements and
 * attributes.
 */
final class XmlReader {

    private static final int DEEPEST = 64;
    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_ATTRIBUTES = 64;

    private static final XMLInputFactory FACTORY = factory();

    private XmlReader() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    /** The root element of a document. */
    static XmlNode read(String document) throws MalformedException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(document));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw MalformedException.syntax(null);
        }
    }

    private static XmlNode read(XMLStreamReader reader) throws XMLStreamException, MalformedException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == DEEPEST
                            || ++elements > MOST_ELEMENTS
                            || reader.getAttributeCount() > MOST_ATTRIBUTES) {
                        throw MalformedException.syntax("too deep or too many elements");
                    }
                    XmlNode node = new XmlNode(
                            reader.getLocalName(), Objects.requireNonNullElse(reader.getNamespaceURI(), ""));
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        node.attributes().put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                    }
                    XmlNode parent = open.peek();
                    if (parent == null) {
                        root = node;
                    } else {
                        parent.children().add(node);
                    }
                    open.push(node);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    XmlNode node = open.peek();
                    if (node != null) {
                        node.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw MalformedException.syntax("document types and entities are not read");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        if (root == null) {
            throw MalformedException.syntax(null);
        }
        return root;
    }
}
