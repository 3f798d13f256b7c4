package dev.glasshouse.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.glasshouse.api.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a row is stored: as a JSON object by member name, with the version of its form. A stored form of an earlier
 * version is brought up step by step, so that every release reads the files of all releases before it.
 */
public final class RecordCodec<V> {

    private final Class<V> type;
    private final ObjectMapper mapper;
    private final List<UnaryOperator<ObjectNode>> upgrades;

    private RecordCodec(Class<V> type, ObjectMapper mapper, List<UnaryOperator<ObjectNode>> upgrades) {
        this.type = type;
        this.mapper = mapper;
        this.upgrades = upgrades;
    }

    /**
     * The codec of a Java record in version 1.
     *
     * @param modules how member types are written that JSON does not know
     */
    public static <V> RecordCodec<V> of(Class<V> type, Module... modules) {
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(scalars())
                .addModules(modules)
                .disable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
        return new RecordCodec<>(type, mapper, List.of());
    }

    /**
     * This codec in its next version.
     *
     * @param upgrade brings a stored object of this version to the next one
     */
    public RecordCodec<V> next(UnaryOperator<ObjectNode> upgrade) {
        List<UnaryOperator<ObjectNode>> steps = new ArrayList<>(upgrades);
        steps.add(upgrade);
        return new RecordCodec<>(type, mapper, List.copyOf(steps));
    }

    /** The record's class. */
    public Class<V> type() {
        return type;
    }

    /** The version that is written, from 1. */
    public int version() {
        return upgrades.size() + 1;
    }

    /** The stored form of a row. */
    public JsonNode encode(V row) {
        return mapper.valueToTree(row);
    }

    /** The length of a row's stored form in bytes. */
    long size(V row) {
        try {
            return mapper.writeValueAsBytes(row).length;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " cannot be stored", e);
        }
    }

    /**
     * The row of a stored form.
     *
     * @param version the version it was written in, from 1 to {@link #version()}
     * @throws IllegalArgumentException if the form is not of that version
     */
    public V decode(int version, JsonNode stored) {
        if (version < 1 || version > version()) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " version " + version + " is not from 1 to " + version());
        }
        try {
            JsonNode current = stored;
            for (UnaryOperator<ObjectNode> step : upgrades.subList(version - 1, upgrades.size())) {
                current = step.apply(current.deepCopy());
            }
            return mapper.treeToValue(current, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a stored " + type.getSimpleName(), e);
        }
    }

    private static SimpleModule scalars() {
        SimpleModule module = new SimpleModule("glasshouse-scalars");
        module.addSerializer(Instant.class, new StdScalarSerializer<>(Instant.class) {
            @Override
            public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(value.toString());
            }
        });
        module.addDeserializer(Instant.class, new StdScalarDeserializer<>(Instant.class) {
            @Override
            public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return Instant.parse(in.getText());
            }
        });
        module.addSerializer(Bytes.class, new StdScalarSerializer<>(Bytes.class) {
            @Override
            public void serialize(Bytes value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(Base64.getEncoder().encodeToString(value.toArray()));
            }
        });
        module.addDeserializer(Bytes.class, new StdScalarDeserializer<>(Bytes.class) {
            @Override
            public Bytes deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return Bytes.wrap(Base64.getDecoder().decode(in.getText()));
            }
        });
        return module;
    }
}
