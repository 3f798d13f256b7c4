package dev.glasshouse.wire;

import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What S3 has of its bodies beside that they can be read: no element that the shape does not have, none twice that it has once,
 * no text between elements. The order is free, and so is a namespace that is left out.
 */
final class XmlSchema {

    /** What is in the names of S3's namespaces, of which its pages show several. */
    private static final String OWN = "s3.amazonaws.com";

    private XmlSchema() {}

    /**
     * Holds a document against a shape.
     *
     * @param which which of the shape's members stand in the document
     * @throws MalformedException where it does not fit
     */
    static void require(XmlNode root, Structure shape, Predicate<Member> which) throws MalformedException {
        if (!root.namespace().isEmpty() && !root.namespace().contains(OWN)) {
            throw MalformedException.type("the namespace is " + root.namespace());
        }
        structure(root, shape, which);
    }

    private static void structure(XmlNode node, Structure shape, Predicate<Member> which) throws MalformedException {
        Map<String, Member> known = new HashMap<>();
        for (Member member : shape.members()) {
            if (which.test(member) && !member.xmlAttribute()) {
                known.put(XmlNames.element(member), member);
            }
        }
        Set<String> seen = new HashSet<>();
        for (XmlNode child : elements(node)) {
            Member member = known.get(child.name());
            if (member == null) {
                throw MalformedException.type(node.name() + " has no " + child.name());
            }
            boolean flat = XmlNames.flattened(member);
            if (!seen.add(child.name()) && !flat) {
                throw MalformedException.type(child.name() + " stands twice");
            }
            any(child, flat && member.shape() instanceof ListShape list ? list.member() : member.shape());
        }
    }

    private static void any(XmlNode node, Shape shape) throws MalformedException {
        if (shape instanceof Structure structure) {
            structure(node, structure, member -> true);
        } else if (shape instanceof ListShape list) {
            String name = XmlNames.element(list);
            for (XmlNode child : elements(node)) {
                if (!child.name().equals(name)) {
                    throw MalformedException.type(node.name() + " has no " + child.name());
                }
                any(child, list.member());
            }
        }
    }

    private static Iterable<XmlNode> elements(XmlNode node) throws MalformedException {
        if (!node.text().isBlank()) {
            throw MalformedException.type("text between the elements of " + node.name());
        }
        return node.children();
    }
}
