package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the Java sources of one service. */
final class RecordWriter {

    private final String service;
    private final String serviceId;
    private final Map<String, JsonNode> shapes;

    RecordWriter(JsonNode header, Map<String, JsonNode> shapes) {
        this.service = header.get("service").asText();
        this.serviceId = header.get("serviceId").asText();
        this.shapes = shapes;
    }

    private record Component(
            String member, String name, String type, boolean required, boolean secret, boolean sparse) {
        boolean isList() {
            return type.startsWith("List<");
        }

        boolean isMap() {
            return type.startsWith("Map<");
        }
    }

    /** Sources by class name. */
    Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        shapes.forEach((name, shape) -> {
            if (isStructure(shape)) {
                sources.put(Names.record(serviceId, name), record(name, shape));
            }
        });
        shapes.forEach((name, shape) -> {
            if (shape.has("enum")) {
                String type = Names.record(serviceId, name);
                sources.put(sources.containsKey(type) ? type + "Values" : type, constants(name, type, shape, sources));
            }
        });
        sources.put(factoryName(), factory());
        sources.put("package-info", """
                /** The records of %s, generated from its table. */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """.formatted(serviceId, Names.packageOf(service)));
        return sources;
    }

    String factoryName() {
        return serviceId.replaceAll("[^A-Za-z0-9]", "") + "Records";
    }

    private static boolean isStructure(JsonNode shape) {
        return shape.get("type").asText().equals("structure");
    }

    private String factory() {
        StringBuilder cases = new StringBuilder();
        shapes.forEach((name, shape) -> {
            if (isStructure(shape)) {
                cases.append("            case \"")
                        .append(name)
                        .append("\" -> ")
                        .append(Names.record(serviceId, name))
                        .append("::of;\n");
            }
        });
        return """
                package %s;

                import dev.glasshouse.api.ApiRecord;
                import java.util.function.Function;
                import org.jspecify.annotations.Nullable;

                /** Makes the records of %s by shape name. */
                public final class %s {

                    private %s() {}

                    /** What makes a structure's record from member values by index. */
                    public static Function<@Nullable Object[], ApiRecord> factory(String shape) {
                        return switch (shape) {
                %s            default -> throw new IllegalArgumentException("no record of " + shape);
                        };
                    }
                }
                """.formatted(Names.packageOf(service), serviceId, factoryName(), factoryName(), cases)
                .replace("@Nullable Object[]", "java.lang.@Nullable Object[]");
    }

    private String constants(String name, String type, JsonNode shape, Map<String, String> sources) {
        String className = sources.containsKey(type) ? type + "Values" : type;
        StringBuilder body = new StringBuilder();
        TreeSet<String> used = new TreeSet<>();
        shape.get("enum").forEach(value -> {
            String constant = Names.constant(value.asText());
            while (!used.add(constant)) {
                constant += "_";
            }
            body.append("    public static final String ")
                    .append(constant)
                    .append(" = \"")
                    .append(escape(value.asText()))
                    .append("\";\n");
        });
        return """
                package %s;

                /** The values of {@code %s} that the model lists. */
                public final class %s {

                %s
                    private %s() {}
                }
                """.formatted(Names.packageOf(service), name, className, body, className);
    }

    private List<Component> components(JsonNode shape) {
        List<Component> components = new ArrayList<>();
        for (JsonNode member : shape.get("members")) {
            String target = member.get("s").asText();
            JsonNode targetShape = Objects.requireNonNull(shapes.get(target), target);
            boolean streaming = member.path("streaming").asBoolean()
                    || targetShape.path("streaming").asBoolean();
            components.add(new Component(
                    member.get("n").asText(),
                    Names.component(member.get("n").asText()),
                    streaming && targetShape.get("type").asText().equals("blob") ? "StreamingBody" : type(target),
                    member.path("required").asBoolean(),
                    targetShape.path("sensitive").asBoolean(),
                    targetShape.path("sparse").asBoolean()));
        }
        return components;
    }

    private String type(String name) {
        JsonNode shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException(service + " has no shape " + name);
        }
        return switch (shape.get("type").asText()) {
            case "string", "character" -> "String";
            case "boolean" -> "Boolean";
            case "integer", "short", "byte" -> "Integer";
            case "long" -> "Long";
            case "float" -> "Float";
            case "double" -> "Double";
            case "biginteger" -> "java.math.BigInteger";
            case "bigdecimal" -> "java.math.BigDecimal";
            case "timestamp" -> "Instant";
            case "blob" -> "Bytes";
            case "list" -> "List<" + type(shape.at("/member/s").asText()) + ">";
            case "map" -> "Map<String, " + type(shape.at("/value/s").asText()) + ">";
            case "structure" -> shape.path("document").asBoolean() ? "java.lang.Object" : Names.record(serviceId, name);
            default ->
                throw new IllegalArgumentException(service + "." + name + " has the type "
                        + shape.get("type").asText());
        };
    }

    private String record(String name, JsonNode shape) {
        List<Component> components = components(shape);
        String type = Names.record(serviceId, name);
        StringBuilder out = new StringBuilder();
        out.append("package ").append(Names.packageOf(service)).append(";\n\n");
        out.append("import dev.glasshouse.api.ApiRecord;\n");
        out.append("import dev.glasshouse.api.Bytes;\n");
        out.append("import dev.glasshouse.api.Records;\n");
        out.append("import dev.glasshouse.api.StreamingBody;\n");
        out.append("import java.time.Instant;\n");
        out.append("import java.util.List;\n");
        out.append("import java.util.Map;\n");
        out.append("import org.jspecify.annotations.Nullable;\n\n");
        out.append("/** {@code ").append(name).append("} of ").append(serviceId).append(". */\n");
        out.append("@SuppressWarnings({\"unchecked\", \"NullAway\"})\n");
        out.append("public record ").append(type).append("(");
        for (int i = 0; i < components.size(); i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(annotated(components.get(i)))
                    .append(' ')
                    .append(components.get(i).name());
        }
        out.append(") implements ApiRecord {\n\n");
        compactConstructor(out, type, shape, components);
        out.append("    /** The record of member values by index. */\n");
        out.append("    public static ").append(type).append(" of(java.lang.@Nullable Object[] values) {\n");
        out.append("        return new ").append(type).append("(");
        for (int i = 0; i < components.size(); i++) {
            out.append(i == 0 ? "" : ",")
                    .append("\n                (")
                    .append(components.get(i).type());
            out.append(") values[").append(i).append("]");
        }
        out.append(");\n    }\n\n");
        out.append("    @Override\n    public String shapeName() {\n        return \"")
                .append(name)
                .append("\";\n    }\n\n");
        out.append("    @Override\n    public int memberCount() {\n        return ")
                .append(components.size());
        out.append(";\n    }\n\n");
        out.append("    @Override\n    public java.lang.@Nullable Object member(int index) {\n");
        if (components.isEmpty()) {
            out.append("        throw new IndexOutOfBoundsException(index);\n    }\n}\n");
            return out.toString();
        }
        out.append("        return switch (index) {\n");
        for (int i = 0; i < components.size(); i++) {
            out.append("            case ")
                    .append(i)
                    .append(" -> ")
                    .append(components.get(i).name())
                    .append(";\n");
        }
        out.append("            default -> throw new IndexOutOfBoundsException(index);\n        };\n    }\n\n");
        if (components.stream().anyMatch(Component::secret)) {
            masked(out, type, components);
        }
        builder(out, type, components);
        return out.append("}\n").toString();
    }

    private static String annotated(Component component) {
        String type = component.type();
        if (component.required()) {
            return type;
        }
        int dot = type.lastIndexOf('.');
        return type.startsWith("java.") && dot > 0 && !type.contains("<")
                ? type.substring(0, dot + 1) + "@Nullable " + type.substring(dot + 1)
                : "@Nullable " + type;
    }

    private static void compactConstructor(StringBuilder out, String type, JsonNode shape, List<Component> components) {
        boolean union = shape.path("union").asBoolean();
        if (!union && components.stream().noneMatch(component -> component.isList() || component.isMap())) {
            return;
        }
        out.append("    public ").append(type).append(" {\n");
        if (union) {
            StringBuilder names = new StringBuilder();
            components.forEach(
                    component -> names.append(names.length() == 0 ? "" : ", ").append(component.name()));
            out.append("        Records.exactlyOne(\"")
                    .append(type)
                    .append("\", ")
                    .append(names)
                    .append(");\n");
        }
        for (Component component : components) {
            if (component.isList() || component.isMap()) {
                out.append("        ").append(component.name()).append(" = Records.copy(");
                out.append(component.name()).append(");\n");
            }
        }
        out.append("    }\n\n");
    }

    private static void masked(StringBuilder out, String type, List<Component> components) {
        out.append("    @Override\n    public String toString() {\n        return \"")
                .append(type)
                .append("[\"");
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            out.append("\n                + \"")
                    .append(i == 0 ? "" : ", ")
                    .append(component.name())
                    .append("=\" + ");
            out.append(component.secret() ? "(" + component.name() + " == null ? null : \"***\")" : component.name());
        }
        out.append("\n                + \"]\";\n    }\n\n");
    }

    private static void builder(StringBuilder out, String type, List<Component> components) {
        out.append("    /** A builder of an empty record. */\n");
        out.append("    public static Builder builder() {\n        return new Builder();\n    }\n\n");
        out.append("    /** A builder that begins with this record's values. */\n");
        out.append("    public Builder toBuilder() {\n        Builder copy = new Builder();\n");
        for (Component component : components) {
            out.append("        copy.")
                    .append(component.name())
                    .append(" = ")
                    .append(component.name())
                    .append(";\n");
        }
        out.append("        return copy;\n    }\n\n");
        out.append("    /** Collects the members. */\n");
        out.append("    public static final class Builder {\n");
        for (Component component : components) {
            out.append("        private ").append(annotated(component).replaceFirst("^(?!.*@Nullable)", "@Nullable "));
            out.append(' ').append(component.name()).append(";\n");
        }
        out.append("\n        private Builder() {}\n\n");
        for (Component component : components) {
            out.append("        public Builder ").append(component.name()).append('(');
            out.append(annotated(component).replaceFirst("^(?!.*@Nullable)", "@Nullable "));
            // a member may be called value itself
            out.append(" value) {\n            this.").append(component.name()).append(" = value;\n");
            out.append("            return this;\n        }\n\n");
        }
        out.append("        public ")
                .append(type)
                .append(" build() {\n            return new ")
                .append(type)
                .append('(');
        for (int i = 0; i < components.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(components.get(i).name());
        }
        out.append(");\n        }\n    }\n");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
