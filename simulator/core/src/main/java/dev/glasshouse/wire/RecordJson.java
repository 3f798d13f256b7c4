package dev.glasshouse.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of every service as JSON by the names that AWS's models give their members, as the aws CLI writes them; for
 * calls in process. Dates are ISO 8601, blobs base64. In what is read, a streamed body is its UTF-8 text, and an object
 * or list where a text is wanted stands for its JSON, so that policies need no quotes.
 */
public final class RecordJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RecordJson() {}

    /**
     * Reads an input.
     *
     * @throws IllegalArgumentException if a member is unknown or its value is of a wrong type
     */
    public static ApiRecord read(Structure shape, JsonNode json) {
        return structure(shape, json, shape.name());
    }

    private static ApiRecord structure(Structure shape, JsonNode json, String where) {
        if (!json.isObject()) {
            throw wrong(where, "an object");
        }
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        json.properties().forEach(entry -> {
            Member member = shape.member(entry.getKey());
            if (member == null) {
                throw new IllegalArgumentException(where + " has no member " + entry.getKey());
            }
            if (!entry.getValue().isNull()) {
                values[member.index()] = value(member.shape(), entry.getValue(), where + "." + member.name());
            }
        });
        return shape.create(values);
    }

    private static Object value(Shape shape, JsonNode json, String where) {
        if (shape instanceof Structure structure) {
            return structure(structure, json, where);
        }
        if (shape instanceof ListShape list) {
            if (!json.isArray()) {
                throw wrong(where, "a list");
            }
            List<Object> elements = new ArrayList<>();
            json.forEach(element -> elements.add(value(list.member(), element, where)));
            return Collections.unmodifiableList(elements);
        }
        if (shape instanceof MapShape map) {
            if (!json.isObject()) {
                throw wrong(where, "an object");
            }
            Map<String, Object> entries = new LinkedHashMap<>();
            json.properties()
                    .forEach(entry -> entries.put(entry.getKey(), value(map.value(), entry.getValue(), where)));
            return Collections.unmodifiableMap(entries);
        }
        Object scalar = scalar((Scalar) shape, json);
        if (scalar == null) {
            throw wrong(where, "a " + ((Scalar) shape).kind());
        }
        return scalar;
    }

    private static @Nullable Object scalar(Scalar shape, JsonNode json) {
        if (json.isContainerNode()) {
            return shape.kind() == Scalar.Kind.STRING ? json.toString() : null;
        }
        if (shape.streaming()) {
            return StreamingBody.of(Bytes.ofUtf8(json.asText()));
        }
        return ScalarText.parse(shape, json.asText(), TimestampFormat.ISO8601);
    }

    private static IllegalArgumentException wrong(String where, String wanted) {
        return new IllegalArgumentException(where + " must be " + wanted);
    }

    /** Writes an output; a streamed body is left out. */
    public static ObjectNode write(Structure shape, ApiRecord record) {
        ObjectNode node = JSON.objectNode();
        for (Member member : shape.members()) {
            Object value = record.member(member.index());
            if (value != null && !(value instanceof StreamingBody)) {
                node.set(member.name(), json(member.shape(), value));
            }
        }
        return node;
    }

    private static JsonNode json(Shape shape, @Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (shape instanceof Structure structure) {
            return write(structure, (ApiRecord) value);
        }
        if (shape instanceof ListShape list) {
            ArrayNode array = JSON.arrayNode();
            ((List<?>) value).forEach(element -> array.add(json(list.member(), element)));
            return array;
        }
        if (shape instanceof MapShape map) {
            ObjectNode node = JSON.objectNode();
            ((Map<?, ?>) value).forEach((key, entry) -> node.set((String) key, json(map.value(), entry)));
            return node;
        }
        return plain(value);
    }

    private static JsonNode plain(Object value) {
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Float || value instanceof Double) {
            return JSON.numberNode(((Number) value).doubleValue());
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return JSON.numberNode(new BigDecimal(value.toString()));
        }
        if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        return JSON.textNode(ScalarText.write(value, TimestampFormat.ISO8601));
    }
}
