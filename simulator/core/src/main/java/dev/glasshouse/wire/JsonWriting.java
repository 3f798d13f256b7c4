package dev.glasshouse.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes shapes as JSON: absent members are left out, blobs are base64, special floats are strings. */
final class JsonWriting {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;
    private final TimestampFormat timestamps;

    JsonWriting(JsonGenerator out, TimestampFormat timestamps) {
        this.out = out;
        this.timestamps = timestamps;
    }

    /** Something that writes JSON. */
    interface Content {
        void writeTo(JsonWriting writing, JsonGenerator out) throws IOException;
    }

    /** The UTF-8 bytes of what a content writes. */
    static byte[] bytes(TimestampFormat timestamps, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            content.writeTo(new JsonWriting(out, timestamps), out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The bytes of a structure's members as an object. */
    static byte[] structure(ApiRecord value, Structure shape, Predicate<Member> which, TimestampFormat timestamps) {
        return bytes(timestamps, (writing, out) -> {
            out.writeStartObject();
            writing.members(value, shape, which);
            out.writeEndObject();
        });
    }

    /** The members that are set, within an object that is open. */
    void members(ApiRecord value, Structure shape, Predicate<Member> which) throws IOException {
        for (Member member : shape.members()) {
            Object part = value.member(member.index());
            if (part != null && which.test(member)) {
                out.writeFieldName(member.locationName());
                value(part, member.shape(), member.timestampFormat());
            }
        }
    }

    private void value(@Nullable Object value, Shape shape, @Nullable TimestampFormat format) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (shape instanceof Structure structure) {
            out.writeStartObject();
            members((ApiRecord) value, structure, member -> true);
            out.writeEndObject();
        } else if (shape instanceof ListShape list) {
            out.writeStartArray();
            for (Object element : (List<?>) value) {
                value(element, list.member(), list.memberTimestampFormat());
            }
            out.writeEndArray();
        } else if (shape instanceof MapShape map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.writeFieldName((String) entry.getKey());
                value(entry.getValue(), map.value(), map.valueTimestampFormat());
            }
            out.writeEndObject();
        } else {
            scalar(value, (Scalar) shape, format);
        }
    }

    private void scalar(Object value, Scalar shape, @Nullable TimestampFormat format) throws IOException {
        if (value instanceof Instant time) {
            TimestampFormat wanted = Timestamps.format(format, shape, timestamps);
            if (wanted == TimestampFormat.UNIX_TIMESTAMP) {
                out.writeNumber(Timestamps.epochSeconds(time));
            } else {
                out.writeString(Timestamps.write(time, wanted));
            }
        } else if (value instanceof Bytes bytes) {
            out.writeString(Base64.getEncoder().encodeToString(bytes.toArray()));
        } else {
            plain(value);
        }
    }

    /** A JSON value without a schema. */
    void plain(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Float || value instanceof Double) {
            floating((Number) value);
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                plain(element);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName((String) entry.getKey());
                plain(entry.getValue());
            }
            out.writeEndObject();
        } else {
            throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    private void floating(Number value) throws IOException {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            out.writeString(value.toString());
        } else if (value instanceof Float single) {
            out.writeNumber(single);
        } else {
            out.writeNumber(number);
        }
    }
}
