package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An element of an XML body as it was read; names are local names, since AWS does not tell namespaces apart. */
final class XmlNode {

    private final String name;
    private final String namespace;
    private final Map<String, String> attributes = new LinkedHashMap<>(2);
    private final List<XmlNode> children = new ArrayList<>(4);
    private final StringBuilder text = new StringBuilder();

    XmlNode(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    String name() {
        return name;
    }

    /** The namespace's name, or an empty text. */
    String namespace() {
        return namespace;
    }

    /** Attributes by local name. */
    Map<String, String> attributes() {
        return attributes;
    }

    List<XmlNode> children() {
        return children;
    }

    /** The text directly inside, without that of children. */
    String text() {
        return text.toString();
    }

    void append(String more) {
        text.append(more);
    }

    /** The children with a name. */
    List<XmlNode> children(String wanted) {
        List<XmlNode> found = new ArrayList<>();
        for (XmlNode child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            }
        }
        return found;
    }
}
