package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of one service: a header line, then the operations, then the shapes that the simulated ones reach, each a JSON
 * object on a line, sorted by name. Names, types, places and constraints only; no documentation.
 */
final class TableWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> READ_PREFIXES =
            List.of("Get", "List", "Describe", "Head", "Lookup", "Search", "Select", "BatchGet", "Verify", "Simulate");

    private final String name;
    private final JsonNode model;
    private final Set<String> simulated;
    private final String origin;
    private final TreeMap<String, ObjectNode> shapes = new TreeMap<>();

    TableWriter(String name, JsonNode model, Set<String> simulated, String origin) {
        this.name = name;
        this.model = model;
        this.simulated = simulated;
        this.origin = origin;
    }

    List<String> lines() {
        Set<String> unknown = new TreeSet<>(simulated);
        List<String> lines = new ArrayList<>();
        lines.add(header().toString());
        TreeMap<String, String> operations = new TreeMap<>();
        model.get("operations").properties().forEach(entry -> {
            unknown.remove(entry.getKey());
            operations.put(
                    entry.getKey(), operation(entry.getKey(), entry.getValue()).toString());
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(name + " has no operations " + unknown);
        }
        lines.addAll(operations.values());
        shapes.values().forEach(shape -> lines.add(shape.toString()));
        return lines;
    }

    /**
     * The service in one line, for those of which nothing is simulated: the header, and each operation as {@code Name
     * METHOD URI}, with {@code unsigned} and {@code readOnly} behind where they apply.
     */
    String line() {
        ObjectNode line = header();
        ArrayNode operations = line.putArray("ops");
        TreeMap<String, String> sorted = new TreeMap<>();
        model.get("operations").properties().forEach(entry -> {
            ObjectNode operation = operation(entry.getKey(), entry.getValue());
            StringBuilder text = new StringBuilder(entry.getKey())
                    .append(' ')
                    .append(operation.get("http").asText());
            for (String flag : List.of("unsigned", "readOnly")) {
                text.append(operation.has(flag) ? " " + flag : "");
            }
            sorted.put(entry.getKey(), text.toString());
        });
        sorted.values().forEach(operations::add);
        return line.toString();
    }

    private ObjectNode header() {
        JsonNode metadata = model.get("metadata");
        ObjectNode line = JSON.objectNode();
        line.put("service", name);
        line.put("serviceId", metadata.path("serviceId").asText());
        line.put("apiVersion", metadata.path("apiVersion").asText());
        line.put("endpointPrefix", metadata.path("endpointPrefix").asText());
        line.put(
                "signingName",
                metadata.path("signingName")
                        .asText(metadata.path("endpointPrefix").asText()));
        ArrayNode protocols = line.putArray("protocols");
        // the newest first: nine services list another before the one in "protocol"
        metadata.path("protocols").forEach(protocols::add);
        if (protocols.isEmpty()) {
            protocols.add(metadata.path("protocol").asText());
        }
        copy(metadata, line, "jsonVersion", "targetPrefix", "xmlNamespace", "globalEndpoint");
        line.put("origin", origin);
        return line;
    }

    private ObjectNode operation(String operation, JsonNode from) {
        ObjectNode line = JSON.objectNode();
        line.put("op", operation);
        line.put(
                "http",
                from.at("/http/method").asText() + " "
                        + from.at("/http/requestUri").asText());
        if (from.at("/http/responseCode").asInt(200) != 200) {
            line.put("code", from.at("/http/responseCode").asInt());
        }
        if ("none".equals(from.path("authtype").asText())) {
            line.put("unsigned", true);
        }
        if (READ_PREFIXES.stream().anyMatch(operation::startsWith)) {
            line.put("readOnly", true);
        }
        if (from.at("/endpoint/hostPrefix").isTextual()) {
            line.put("hostPrefix", from.at("/endpoint/hostPrefix").asText());
        }
        if (!simulated.contains(operation)) {
            return line;
        }
        line.put("in", shapeOr(from.path("input"), operation + "Request"));
        line.put("out", shapeOr(from.path("output"), operation + "Response"));
        if (from.at("/output/resultWrapper").isTextual()) {
            line.put("wrap", from.at("/output/resultWrapper").asText());
        }
        if (from.at("/input/locationName").isTextual()) {
            line.put("inXml", from.at("/input/locationName").asText());
        }
        if (from.at("/input/xmlNamespace/uri").isTextual()) {
            line.put("inNs", from.at("/input/xmlNamespace/uri").asText());
        }
        if (from.at("/httpChecksum/requestChecksumRequired").asBoolean()) {
            line.put("checksum", true);
        }
        ArrayNode errors = JSON.arrayNode();
        from.path("errors").forEach(error -> {
            String shape = error.get("shape").asText();
            errors.add(shape);
            reach(shape);
        });
        if (!errors.isEmpty()) {
            line.set("errors", errors);
        }
        return line;
    }

    /** The shape of an input or output; an operation without one gets an empty structure. */
    private String shapeOr(JsonNode reference, String otherwise) {
        if (reference.has("shape")) {
            String shape = reference.get("shape").asText();
            reach(shape);
            return shape;
        }
        ObjectNode empty = JSON.objectNode();
        empty.put("shape", otherwise).put("type", "structure").putArray("members");
        shapes.putIfAbsent(otherwise, empty);
        return otherwise;
    }

    private void reach(String shape) {
        if (shapes.containsKey(shape)) {
            return;
        }
        JsonNode from = model.get("shapes").get(shape);
        if (from == null) {
            throw new IllegalArgumentException(name + " has no shape " + shape);
        }
        ObjectNode line = JSON.objectNode();
        shapes.put(shape, line);
        line.put("shape", shape);
        String type = from.get("type").asText();
        line.put("type", type);
        copy(from, line, "min", "max", "pattern", "enum", "sensitive", "timestampFormat", "flattened", "streaming");
        switch (type) {
            case "structure" -> structure(from, line, shape);
            case "list" -> line.set("member", reference(from.get("member")));
            case "map" -> {
                line.set("key", reference(from.get("key")));
                line.set("value", reference(from.get("value")));
            }
            default -> {
                // a simple type has no more
            }
        }
    }

    private void structure(JsonNode from, ObjectNode line, String shape) {
        copy(from, line, "union", "payload", "locationName");
        if (from.at("/xmlNamespace/uri").isTextual()) {
            line.set("xmlNamespace", from.get("xmlNamespace"));
        }
        if (from.path("exception").asBoolean()) {
            ObjectNode error = line.putObject("error");
            error.put("code", from.at("/error/code").asText(shape));
            boolean fault = from.path("fault").asBoolean();
            error.put("status", from.at("/error/httpStatusCode").asInt(fault ? 500 : 400));
            error.put("sender", from.at("/error/senderFault").asBoolean(!fault));
        }
        Set<String> required = new HashSet<>();
        from.path("required").forEach(member -> required.add(member.asText()));
        ArrayNode members = line.putArray("members");
        from.path("members").properties().forEach(member -> {
            ObjectNode written = reference(member.getValue());
            ObjectNode ordered = members.addObject().put("n", member.getKey());
            ordered.setAll(written);
            if (required.contains(member.getKey())) {
                ordered.put("required", true);
            }
        });
    }

    private ObjectNode reference(JsonNode from) {
        ObjectNode written = JSON.objectNode();
        String shape = from.get("shape").asText();
        written.put("s", shape);
        copy(
                from,
                written,
                "location",
                "locationName",
                "queryName",
                "flattened",
                "xmlAttribute",
                "streaming",
                "idempotencyToken",
                "hostLabel",
                "jsonvalue",
                "timestampFormat");
        if (from.at("/xmlNamespace/uri").isTextual()) {
            written.set("xmlNamespace", from.get("xmlNamespace"));
        }
        if (from.at("/contextParam/name").isTextual()) {
            written.put("contextParam", from.at("/contextParam/name").asText());
        }
        reach(shape);
        return written;
    }

    private static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (String field : fields) {
            JsonNode value = from.get(field);
            if (value != null && !value.isNull() && !(value.isBoolean() && !value.asBoolean())) {
                to.set(field, value);
            }
        }
    }
}
