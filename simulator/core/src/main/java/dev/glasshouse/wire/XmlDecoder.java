package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns XML elements into values of shapes; unknown elements and attributes are skipped. */
final class XmlDecoder {

    private XmlDecoder() {}

    /** Reads an element as a record. */
    static ApiRecord structure(XmlNode node, Structure shape) throws MalformedException {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        members(node, shape, member -> true, values);
        Unions.check(shape, values);
        return shape.create(values);
    }

    /** Reads the members that a predicate allows into their places. */
    static void members(XmlNode node, Structure shape, Predicate<Member> which, @Nullable Object[] values)
            throws MalformedException {
        Map<String, List<XmlNode>> byName = new LinkedHashMap<>();
        for (XmlNode child : node.children()) {
            byName.computeIfAbsent(child.name(), name -> new ArrayList<>(1)).add(child);
        }
        for (Member member : shape.members()) {
            if (!which.test(member)) {
                continue;
            }
            String name = local(XmlNames.element(member));
            if (member.xmlAttribute()) {
                String text = node.attributes().get(name);
                if (text != null) {
                    values[member.index()] = scalar(text, (Scalar) member.shape(), member.timestampFormat());
                }
                continue;
            }
            List<XmlNode> nodes = byName.get(name);
            if (nodes != null) {
                values[member.index()] = value(nodes, member);
            }
        }
    }

    private static Object value(List<XmlNode> nodes, Member member) throws MalformedException {
        if (XmlNames.flattened(member)) {
            return member.shape() instanceof ListShape list
                    ? elements(nodes, list)
                    : entries(nodes, (MapShape) member.shape());
        }
        return value(nodes.get(nodes.size() - 1), member.shape(), member.timestampFormat());
    }

    private static Object value(XmlNode node, Shape shape, @Nullable TimestampFormat format) throws MalformedException {
        if (shape instanceof Structure structure) {
            return structure(node, structure);
        }
        if (shape instanceof ListShape list) {
            return elements(node.children(XmlNames.element(list)), list);
        }
        if (shape instanceof MapShape map) {
            return entries(node.children("entry"), map);
        }
        if (!node.children().isEmpty()) {
            throw MalformedException.type("an element inside the text of " + node.name());
        }
        return scalar(node.text(), (Scalar) shape, format);
    }

    private static List<Object> elements(List<XmlNode> nodes, ListShape shape) throws MalformedException {
        List<Object> elements = new ArrayList<>(nodes.size());
        for (XmlNode node : nodes) {
            elements.add(value(node, shape.member(), shape.memberTimestampFormat()));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Map<String, Object> entries(List<XmlNode> nodes, MapShape shape) throws MalformedException {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (XmlNode node : nodes) {
            List<XmlNode> keys = node.children(XmlNames.key(shape));
            List<XmlNode> values = node.children(XmlNames.value(shape));
            if (keys.size() != 1 || values.size() != 1) {
                throw MalformedException.type("an entry needs one key and one value");
            }
            entries.put(keys.get(0).text(), value(values.get(0), shape.value(), shape.valueTimestampFormat()));
        }
        return Collections.unmodifiableMap(entries);
    }

    private static Object scalar(String text, Scalar shape, @Nullable TimestampFormat format)
            throws MalformedException {
        Object value = ScalarText.parse(shape, text, Timestamps.format(format, shape, TimestampFormat.ISO8601));
        if (value == null) {
            throw MalformedException.type("not a " + shape.kind());
        }
        return value;
    }

    private static String local(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(colon + 1);
    }
}
