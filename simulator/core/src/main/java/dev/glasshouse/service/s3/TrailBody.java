package dev.glasshouse.service.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.XmlNamespace;
import dev.glasshouse.wire.Timestamps;
import dev.glasshouse.wire.XmlNames;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The XML body of a request as the trail has it: an object for an element, a list only where an element comes more than once,
 * and what looks like a number or a truth value as one.
 */
final class TrailBody {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_DIGITS = 15;

    private TrailBody() {}

    /** The body that a member holds, with the namespace of its root. */
    static JsonNode of(Member payload, Structure shape, ApiRecord body) {
        ObjectNode node = structure(shape, body);
        XmlNamespace namespace = payload.xmlNamespace() != null ? payload.xmlNamespace() : shape.xmlNamespace();
        if (namespace != null && namespace.prefix() == null) {
            node.put("xmlns", namespace.uri());
        }
        return node;
    }

    /** A whole input's members that stand in the body, with the namespace of the element around them. */
    static ObjectNode ofInput(Structure shape, ApiRecord input, @Nullable XmlNamespace namespace) {
        ObjectNode node = structure(shape, input);
        if (!node.isEmpty() && namespace != null) {
            node.put("xmlns", namespace.uri());
        }
        return node;
    }

    private static ObjectNode structure(Structure shape, ApiRecord record) {
        ObjectNode node = JSON.objectNode();
        XmlNamespace own = shape.xmlNamespace();
        if (own != null && own.prefix() != null) {
            node.put("xmlns:" + own.prefix(), own.uri());
        }
        for (Member member : shape.members()) {
            Object value = record.member(member.index());
            if (value == null || member.location() != Member.Location.BODY) {
                continue;
            }
            if (member.shape() instanceof ListShape list && XmlNames.flattened(member)) {
                elements(node, XmlNames.element(member), list, (List<?>) value);
            } else {
                node.set(XmlNames.element(member), value(member.shape(), value));
            }
        }
        return node;
    }

    private static void elements(ObjectNode node, String name, ListShape list, List<?> values) {
        if (values.size() == 1) {
            node.set(name, value(list.member(), values.get(0)));
        } else if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(each -> array.add(value(list.member(), each)));
        }
    }

    private static JsonNode value(Shape shape, Object value) {
        if (shape instanceof Structure structure) {
            ObjectNode node = structure(structure, (ApiRecord) value);
            return node.isEmpty() ? JSON.textNode("") : node;
        }
        if (shape instanceof ListShape list) {
            ObjectNode node = JSON.objectNode();
            elements(node, XmlNames.element(list), list, (List<?>) value);
            return node.isEmpty() ? JSON.textNode("") : node;
        }
        return text(value instanceof Instant time ? Timestamps.iso8601Millis(time) : String.valueOf(value));
    }

    private static JsonNode text(String text) {
        if (text.equals("true") || text.equals("false")) {
            return JSON.booleanNode(text.equals("true"));
        }
        boolean number = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        return number ? JSON.numberNode(Long.parseLong(text)) : JSON.textNode(text);
    }
}
