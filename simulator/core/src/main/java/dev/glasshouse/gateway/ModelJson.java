package dev.glasshouse.gateway;

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
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as CloudTrail writes it: members with a small first letter, dates in words, and neither secrets nor blobs.
 */
final class ModelJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ModelJson() {}

    /** The members that are there; null where there are none. */
    static @Nullable ObjectNode of(@Nullable Structure shape, @Nullable ApiRecord record) {
        if (shape == null || record == null) {
            return null;
        }
        ObjectNode node = object(shape, record);
        return node.isEmpty() ? null : node;
    }

    private static ObjectNode object(Structure shape, ApiRecord record) {
        ObjectNode node = JSON.objectNode();
        for (Member member : shape.members()) {
            Object value = record.member(member.index());
            JsonNode json = value == null ? null : value(member.shape(), value);
            if (json != null) {
                node.set(lowerFirst(member.name()), json);
            }
        }
        return node;
    }

    private static @Nullable JsonNode value(Shape shape, Object value) {
        if (shape.sensitive() || value instanceof Bytes || value instanceof StreamingBody) {
            return null;
        }
        if (shape instanceof Structure structure) {
            return object(structure, (ApiRecord) value);
        }
        if (shape instanceof ListShape list) {
            ArrayNode array = JSON.arrayNode();
            for (Object element : (List<?>) value) {
                JsonNode json = element == null ? null : value(list.member(), element);
                if (json != null) {
                    array.add(json);
                }
            }
            return array;
        }
        if (shape instanceof MapShape map) {
            ObjectNode node = JSON.objectNode();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                JsonNode json = entry.getValue() == null ? null : value(map.value(), entry.getValue());
                if (json != null) {
                    node.set(String.valueOf(entry.getKey()), json);
                }
            }
            return node;
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Integer || value instanceof Long) {
            return JSON.numberNode(((Number) value).longValue());
        }
        if (value instanceof Float || value instanceof Double) {
            return JSON.numberNode(((Number) value).doubleValue());
        }
        if (value instanceof BigInteger whole) {
            return JSON.numberNode(whole);
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        return JSON.textNode(value instanceof Instant instant ? date(instant) : String.valueOf(value));
    }

    /** A date as in {@code Jul 10, 2023 11:50:21 AM}. */
    static String date(Instant instant) {
        return DATE.format(instant);
    }

    private static String lowerFirst(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
