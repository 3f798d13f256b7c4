package dev.glasshouse.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.ApiRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a service's table into its model. Shapes are made first and linked after, since they may contain themselves. */
public final class TableReader {

    private final Map<String, JsonNode> lines = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Function<String, Function<@Nullable Object[], ApiRecord>> factories;

    private TableReader(Function<String, Function<@Nullable Object[], ApiRecord>> factories) {
        this.factories = factories;
    }

    /**
     * Reads a table.
     *
     * @param factories what makes the record of a structure, by its name
     * @throws IOException if the stream fails
     * @throws IllegalArgumentException if it is no table
     */
    public static ServiceModel read(InputStream in, Function<String, Function<@Nullable Object[], ApiRecord>> factories)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        JsonNode header = json.readTree(reader.readLine());
        TableReader table = new TableReader(factories);
        List<JsonNode> operations = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode node = json.readTree(line);
            if (node.has("op")) {
                operations.add(node);
            } else {
                table.lines.put(node.get("shape").asText(), node);
            }
        }
        return table.service(header, operations);
    }

    /** A service of which nothing is simulated: its operations have no shapes. */
    static ServiceModel readLine(String line) throws IOException {
        JsonNode header = new ObjectMapper().readTree(line);
        Map<String, OperationModel> byName = new HashMap<>();
        for (JsonNode text : header.get("ops")) {
            OperationModel operation = bare(text.asText().split(" "));
            byName.put(operation.name(), operation);
        }
        return service(header, byName);
    }

    private static OperationModel bare(String[] words) {
        List<String> flags = List.of(words).subList(3, words.length);
        return new OperationModel(
                words[0],
                words[1],
                words[2],
                200,
                false,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                flags.contains("unsigned"),
                false,
                flags.contains("readOnly"),
                null);
    }

    private ServiceModel service(JsonNode header, List<JsonNode> operations) {
        lines.forEach((name, line) -> shapes.put(name, make(name, line)));
        lines.forEach((name, line) -> link(shapes.get(name), line));
        Map<String, OperationModel> byName = new HashMap<>();
        for (JsonNode line : operations) {
            byName.put(line.get("op").asText(), operation(line));
        }
        return service(header, byName);
    }

    private static ServiceModel service(JsonNode header, Map<String, OperationModel> byName) {
        List<String> protocols = new ArrayList<>();
        header.get("protocols").forEach(protocol -> protocols.add(protocol.asText()));
        String namespace = text(header, "xmlNamespace");
        return new ServiceModel(
                header.get("service").asText(),
                header.get("serviceId").asText(),
                header.get("apiVersion").asText(),
                header.get("endpointPrefix").asText(),
                header.get("signingName").asText(),
                protocols,
                text(header, "jsonVersion"),
                text(header, "targetPrefix"),
                namespace == null ? null : new XmlNamespace(namespace, null),
                text(header, "globalEndpoint"),
                byName,
                header.path("origin").asText());
    }

    private OperationModel operation(JsonNode line) {
        String[] http = line.get("http").asText().split(" ", 2);
        boolean simulated = line.has("in");
        List<Structure> errors = new ArrayList<>();
        line.path("errors").forEach(error -> errors.add(structure(error.asText())));
        String namespace = text(line, "inNs");
        return new OperationModel(
                line.get("op").asText(),
                http[0],
                http[1],
                line.path("code").asInt(200),
                simulated,
                simulated ? structure(line.get("in").asText()) : null,
                simulated ? structure(line.get("out").asText()) : null,
                text(line, "wrap"),
                text(line, "inXml"),
                namespace == null ? null : new XmlNamespace(namespace, null),
                errors,
                line.path("unsigned").asBoolean(),
                line.path("checksum").asBoolean(),
                line.path("readOnly").asBoolean(),
                text(line, "hostPrefix"));
    }

    private Structure structure(String name) {
        if (shape(name) instanceof Structure structure) {
            return structure;
        }
        throw new IllegalArgumentException(name + " is no structure");
    }

    private Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("no shape is named " + name);
        }
        return shape;
    }

    private Shape make(String name, JsonNode line) {
        boolean sensitive = line.path("sensitive").asBoolean();
        boolean flattened = line.path("flattened").asBoolean();
        boolean sparse = line.path("sparse").asBoolean();
        String type = line.get("type").asText();
        return switch (type) {
            case "structure" -> makeStructure(name, line, sensitive);
            case "list" ->
                new ListShape(
                        name,
                        constraints(line),
                        text(line.get("member"), "locationName"),
                        flattened,
                        sparse,
                        sensitive);
            case "map" ->
                new MapShape(
                        name,
                        constraints(line),
                        text(line.get("key"), "locationName"),
                        text(line.get("value"), "locationName"),
                        flattened,
                        sparse,
                        sensitive);
            default ->
                new Scalar(
                        name,
                        kind(type),
                        constraints(line),
                        values(line.path("enum")),
                        timestampFormat(line),
                        line.path("streaming").asBoolean(),
                        sensitive);
        };
    }

    private Structure makeStructure(String name, JsonNode line, boolean sensitive) {
        JsonNode error = line.get("error");
        return new Structure(
                name,
                line.path("union").asBoolean(),
                error == null
                        ? null
                        : new Structure.ErrorTrait(
                                error.get("code").asText(),
                                error.get("status").asInt(),
                                error.get("sender").asBoolean()),
                text(line, "locationName"),
                namespace(line),
                sensitive,
                factories.apply(name));
    }

    private void link(Shape shape, JsonNode line) {
        if (shape instanceof ListShape list) {
            JsonNode member = line.get("member");
            list.link(shape(member.get("s").asText()), timestampFormat(member), namespace(member));
        } else if (shape instanceof MapShape map) {
            JsonNode value = line.get("value");
            JsonNode key = line.get("key");
            if (!(shape(key.get("s").asText()) instanceof Scalar scalar)) {
                throw new IllegalArgumentException(shape.name() + " has keys that are no texts");
            }
            map.link(scalar, shape(value.get("s").asText()), timestampFormat(value), namespace(key), namespace(value));
        } else if (shape instanceof Structure structure) {
            List<Member> members = new ArrayList<>();
            for (JsonNode member : line.get("members")) {
                members.add(member(members.size(), member));
            }
            structure.link(members, text(line, "payload"));
        }
    }

    private Member member(int index, JsonNode line) {
        String name = line.get("n").asText();
        String locationName = text(line, "locationName");
        return new Member(
                name,
                index,
                line.path("streaming").asBoolean()
                        ? streaming(shape(line.get("s").asText()))
                        : shape(line.get("s").asText()),
                line.path("required").asBoolean(),
                location(line.path("location").asText()),
                locationName == null ? name : locationName,
                text(line, "queryName"),
                line.path("flattened").asBoolean()
                        || lines.get(line.get("s").asText()).path("flattened").asBoolean(),
                line.path("xmlAttribute").asBoolean(),
                namespace(line),
                timestampFormat(line),
                line.path("idempotencyToken").asBoolean(),
                line.path("hostLabel").asBoolean(),
                line.path("jsonvalue").asBoolean(),
                text(line, "contextParam"));
    }

    /** The model marks the member, not its shape. */
    private static Shape streaming(Shape shape) {
        return shape instanceof Scalar scalar
                ? new Scalar(
                        scalar.name(),
                        scalar.kind(),
                        scalar.constraints(),
                        scalar.enumValues(),
                        scalar.timestampFormat(),
                        true,
                        scalar.sensitive())
                : shape;
    }

    private static Member.Location location(String name) {
        return switch (name) {
            case "" -> Member.Location.BODY;
            case "header" -> Member.Location.HEADER;
            case "headers" -> Member.Location.HEADERS;
            case "uri" -> Member.Location.URI;
            case "querystring" -> Member.Location.QUERY;
            case "statusCode" -> Member.Location.STATUS_CODE;
            default -> throw new IllegalArgumentException("no place is named " + name);
        };
    }

    private static Scalar.Kind kind(String type) {
        return switch (type) {
            case "string", "character" -> Scalar.Kind.STRING;
            case "boolean" -> Scalar.Kind.BOOLEAN;
            case "byte" -> Scalar.Kind.BYTE;
            case "short" -> Scalar.Kind.SHORT;
            case "integer" -> Scalar.Kind.INTEGER;
            case "long" -> Scalar.Kind.LONG;
            case "float" -> Scalar.Kind.FLOAT;
            case "double" -> Scalar.Kind.DOUBLE;
            case "biginteger" -> Scalar.Kind.BIG_INTEGER;
            case "bigdecimal" -> Scalar.Kind.BIG_DECIMAL;
            case "timestamp" -> Scalar.Kind.TIMESTAMP;
            case "blob" -> Scalar.Kind.BLOB;
            default -> throw new IllegalArgumentException("no type is named " + type);
        };
    }

    private static Constraints constraints(JsonNode line) {
        if (!line.has("min") && !line.has("max") && !line.has("pattern")) {
            return Constraints.NONE;
        }
        return new Constraints(number(line, "min"), number(line, "max"), text(line, "pattern"));
    }

    private static @Nullable BigDecimal number(JsonNode line, String field) {
        return line.has(field) ? line.get(field).decimalValue() : null;
    }

    private static List<String> values(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static @Nullable TimestampFormat timestampFormat(JsonNode line) {
        return switch (line.path("timestampFormat").asText()) {
            case "iso8601" -> TimestampFormat.ISO8601;
            case "rfc822" -> TimestampFormat.RFC822;
            case "unixTimestamp", "unixTimestampInMillis" -> TimestampFormat.UNIX_TIMESTAMP;
            default -> null;
        };
    }

    private static @Nullable XmlNamespace namespace(JsonNode line) {
        JsonNode namespace = line.get("xmlNamespace");
        return namespace == null ? null : new XmlNamespace(namespace.get("uri").asText(), text(namespace, "prefix"));
    }

    private static @Nullable String text(JsonNode line, String field) {
        JsonNode value = line.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }
}
