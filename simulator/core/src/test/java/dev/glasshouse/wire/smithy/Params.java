package dev.glasshouse.wire.smithy;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;

/** The parameters of a protocol test as values of our shapes. */
final class Params {

    private Params() {}

    static ApiRecord record(ObjectNode params, Structure shape) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        for (Member member : shape.members()) {
            Node node = params.getMember(member.name()).orElse(null);
            values[member.index()] = node == null ? null : value(node, member.shape());
        }
        return shape.create(values);
    }

    private static @Nullable Object value(Node node, Shape shape) {
        if (node.isNullNode()) {
            return null;
        }
        if (shape instanceof Structure structure) {
            return record(node.expectObjectNode(), structure);
        }
        if (shape instanceof ListShape list) {
            List<@Nullable Object> elements = new ArrayList<>();
            node.expectArrayNode().getElements().forEach(element -> elements.add(value(element, list.member())));
            return elements;
        }
        if (shape instanceof MapShape map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            node.expectObjectNode()
                    .getMembers()
                    .forEach((key, value) -> entries.put(key.getValue(), value(value, map.value())));
            return entries;
        }
        return scalar(node, (Scalar) shape);
    }

    private static @Nullable Object scalar(Node node, Scalar shape) {
        return switch (shape.kind()) {
            case STRING -> node.expectStringNode().getValue();
            case BOOLEAN -> node.expectBooleanNode().getValue();
            case BYTE, SHORT, INTEGER -> node.expectNumberNode().getValue().intValue();
            case LONG -> node.expectNumberNode().getValue().longValue();
            case FLOAT ->
                node.isStringNode()
                        ? Float.valueOf(node.expectStringNode().getValue())
                        : (Object) node.expectNumberNode().getValue().floatValue();
            case DOUBLE ->
                node.isStringNode()
                        ? Double.valueOf(node.expectStringNode().getValue())
                        : (Object) node.expectNumberNode().getValue().doubleValue();
            case BIG_INTEGER ->
                new BigDecimal(node.expectNumberNode().getValue().toString()).toBigInteger();
            case BIG_DECIMAL ->
                new BigDecimal(node.expectNumberNode().getValue().toString());
            case TIMESTAMP ->
                Instant.ofEpochMilli(
                        new BigDecimal(node.expectNumberNode().getValue().toString())
                                .movePointRight(3)
                                .longValue());
            case BLOB -> Bytes.ofUtf8(node.expectStringNode().getValue());
            case DOCUMENT -> document(node);
        };
    }

    private static @Nullable Object document(Node node) {
        if (node.isObjectNode()) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            node.expectObjectNode().getMembers().forEach((key, value) -> entries.put(key.getValue(), document(value)));
            return entries;
        }
        if (node.isArrayNode()) {
            List<@Nullable Object> elements = new ArrayList<>();
            node.expectArrayNode().getElements().forEach(element -> elements.add(document(element)));
            return elements;
        }
        if (node.isStringNode()) {
            return node.expectStringNode().getValue();
        }
        if (node.isBooleanNode()) {
            return node.expectBooleanNode().getValue();
        }
        if (node.isNumberNode()) {
            Number number = node.expectNumberNode().getValue();
            return number instanceof Long ? (Object) number.intValue() : number;
        }
        return null;
    }

    /** The same record with streams read into bytes, and an empty stream absent. */
    static ApiRecord settled(ApiRecord record, Structure shape) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        for (int i = 0; i < values.length; i++) {
            Object value = record.member(i);
            if (value instanceof StreamingBody stream) {
                try (var in = stream.open()) {
                    byte[] bytes = in.readAllBytes();
                    value = bytes.length == 0 ? null : Bytes.wrap(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            values[i] = value;
        }
        return shape.create(values);
    }

    /** The same record with the bytes of a streaming payload as a stream. */
    static ApiRecord streamed(ApiRecord record, Structure shape) {
        Member payload = shape.payload();
        if (payload == null || !(payload.shape() instanceof Scalar scalar) || !scalar.streaming()) {
            return record;
        }
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        for (int i = 0; i < values.length; i++) {
            Object value = record.member(i);
            values[i] = i == payload.index() && value instanceof Bytes bytes ? StreamingBody.of(bytes) : value;
        }
        return shape.create(values);
    }
}
