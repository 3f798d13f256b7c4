package dev.glasshouse.wire.smithy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Brings bodies into one form by media type, so that what means the same compares equal. */
final class BodyComparison {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyComparison() {}

    static String json(String body) throws JsonProcessingException {
        return body.isEmpty()
                ? ""
                : JSON.writeValueAsString(JSON.convertValue(sorted(JSON.readTree(body)), Object.class));
    }

    private static Object sorted(com.fasterxml.jackson.databind.JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, Object> entries = new TreeMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), sorted(entry.getValue())));
            return entries;
        }
        if (node.isArray()) {
            List<Object> elements = new ArrayList<>();
            node.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        return node.isNumber() ? (Object) node.decimalValue().stripTrailingZeros() : node.asText("null");
    }

    /**
     * An XML document with attributes and members sorted and white space between elements dropped.
     *
     * @param dropped names of elements under the root that do not count
     * @param rootNamespace whether attributes of the root count
     */
    static String xml(String body, List<String> dropped, boolean rootNamespace) throws Exception {
        if (body.isEmpty()) {
            return "";
        }
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)))
                .getDocumentElement();
        for (Element child : children(root)) {
            if (dropped.contains(child.getTagName())) {
                root.removeChild(child);
            }
        }
        if (!rootNamespace) {
            while (root.getAttributes().getLength() > 0) {
                root.removeAttribute(root.getAttributes().item(0).getNodeName());
            }
        }
        return canonical(root);
    }

    private static String canonical(Element element) {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        List<Element> children = children(element);
        StringBuilder text = new StringBuilder("<" + element.getTagName() + attributes + ">");
        if (children.isEmpty()) {
            String content = element.getTextContent();
            text.append(content.isBlank() ? "" : content);
        } else {
            children.sort(Comparator.comparing(Element::getTagName));
            children.forEach(child -> text.append('\n').append(canonical(child).indent(1)));
        }
        return text.append("</").append(element.getTagName()).append('>').toString();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
