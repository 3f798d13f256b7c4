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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a tree of query parameters into records; unknown parameters are skipped. */
final class FormDecoder {

    /** How a query protocol names parameters. */
    interface Naming {

        /** The name of a member. */
        String member(Member member);

        /** Whether the elements of a list or map follow the member's name at once. */
        boolean flattened(Member member);
    }

    private final Naming naming;

    FormDecoder(Naming naming) {
        this.naming = naming;
    }

    /** Reads a node as a record. */
    ApiRecord structure(FormBody.Node node, Structure shape) throws MalformedException {
        if (node.children().isEmpty() && node.value() != null && !node.value().isEmpty()) {
            throw MalformedException.type("Unexpected simple value found where a structure is expected");
        }
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        for (Member member : shape.members()) {
            FormBody.Node part = node.child(naming.member(member));
            if (part == null && flattenedName(member) != null) {
                part = node.child(String.valueOf(flattenedName(member)));
            }
            if (part != null) {
                values[member.index()] = member(part, member);
            }
        }
        Unions.check(shape, values);
        return shape.create(values);
    }

    private @Nullable String flattenedName(Member member) {
        return naming.flattened(member) && member.shape() instanceof ListShape list ? list.memberLocationName() : null;
    }

    private Object member(FormBody.Node node, Member member) throws MalformedException {
        if (naming.flattened(member)) {
            return member.shape() instanceof ListShape list
                    ? elements(node, list)
                    : entries(node, (MapShape) member.shape());
        }
        return value(node, member.shape(), member.timestampFormat());
    }

    private Object value(FormBody.Node node, Shape shape, @Nullable TimestampFormat format) throws MalformedException {
        if (shape instanceof Structure structure) {
            return structure(node, structure);
        }
        if (shape instanceof ListShape list) {
            FormBody.Node elements = node.child(XmlNames.element(list));
            return elements == null ? List.of() : elements(elements, list);
        }
        if (shape instanceof MapShape map) {
            FormBody.Node entries = node.child("entry");
            return entries == null ? Map.of() : entries(entries, map);
        }
        return scalar(node, (Scalar) shape, format);
    }

    private static Object scalar(FormBody.Node node, Scalar shape, @Nullable TimestampFormat format)
            throws MalformedException {
        String text = node.value();
        if (text == null || !node.children().isEmpty()) {
            throw MalformedException.type("Unexpected complex element termination");
        }
        Object value = ScalarText.parse(shape, text, Timestamps.format(format, shape, TimestampFormat.ISO8601));
        if (value == null) {
            throw MalformedException.type("Could not parse '" + text + "' as " + shape.kind());
        }
        return value;
    }

    private List<Object> elements(FormBody.Node node, ListShape shape) throws MalformedException {
        List<Object> elements = new ArrayList<>();
        for (FormBody.Node element : inOrder(node)) {
            elements.add(value(element, shape.member(), shape.memberTimestampFormat()));
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<String, Object> entries(FormBody.Node node, MapShape shape) throws MalformedException {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (FormBody.Node entry : inOrder(node)) {
            FormBody.Node key = entry.child(XmlNames.key(shape));
            FormBody.Node value = entry.child(XmlNames.value(shape));
            if (key == null || key.value() == null || value == null) {
                throw MalformedException.type("An entry needs a key and a value");
            }
            entries.put(key.value(), value(value, shape.value(), shape.valueTimestampFormat()));
        }
        return Collections.unmodifiableMap(entries);
    }

    /** The numbered children by number; gaps are closed. */
    private static Iterable<FormBody.Node> inOrder(FormBody.Node node) throws MalformedException {
        TreeMap<Long, FormBody.Node> numbered = new TreeMap<>();
        for (Map.Entry<String, FormBody.Node> child : node.children().entrySet()) {
            Long number = ScalarText.whole(child.getKey());
            if (number == null || number < 0) {
                throw MalformedException.type(child.getKey() + " is not a valid index.");
            }
            numbered.put(number, child.getValue());
        }
        return numbered.values();
    }
}
