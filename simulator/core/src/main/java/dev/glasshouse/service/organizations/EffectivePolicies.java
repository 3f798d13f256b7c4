package dev.glasshouse.service.organizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What management policies say together, from the root down. See
 * <a href="https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html">Inheritance operators</a>.
 */
final class EffectivePolicies {

    private static final String ALLOWED = "@@operators_allowed_for_child_policies";
    private static final Set<String> ALL = Set.of("@@assign", "@@append", "@@remove");

    private EffectivePolicies() {}

    /** A place in the merged document: a value with what may still be done to it, or more places. */
    private static final class Merged {
        private final Map<String, Merged> inner = new LinkedHashMap<>();
        private final Set<JsonNode> values = new LinkedHashSet<>();
        private boolean list;
        private Set<String> operators = ALL;
    }

    /** The merged document, the upper policies first; empty objects are left out. */
    static ObjectNode merge(List<JsonNode> documents) {
        Merged root = new Merged();
        documents.forEach(document -> apply(root, document, ALL));
        JsonNode written = write(root);
        return written instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private static void apply(Merged into, JsonNode document, Set<String> inherited) {
        Set<String> may = into.operators.equals(ALL) ? inherited : into.operators;
        Set<String> left = may;
        for (Map.Entry<String, JsonNode> entry : document.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.equals(ALLOWED)) {
                left = allowed(value, may);
            } else if (ALL.contains(name)) {
                if (may.contains(name)) {
                    operate(into, name, value);
                }
            } else if (value.isObject()) {
                apply(child(into, name), value, may);
            } else if (may.contains("@@assign")) {
                operate(child(into, name), "@@assign", value);
            }
        }
        into.operators = left;
    }

    /** Names are the same whatever their case; the spelling that came first stays. */
    private static Merged child(Merged into, String name) {
        for (Map.Entry<String, Merged> entry : into.inner.entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return entry.getValue();
            }
        }
        Merged made = new Merged();
        into.inner.put(name, made);
        return made;
    }

    private static Set<String> allowed(JsonNode value, Set<String> may) {
        Set<String> named = new LinkedHashSet<>();
        value.forEach(operator -> named.add(operator.asText()));
        if (named.contains("@@all")) {
            return may;
        }
        named.retainAll(may);
        return named;
    }

    private static void operate(Merged into, String operator, JsonNode value) {
        List<JsonNode> values = value.isArray() ? elements(value) : List.of(value);
        switch (operator) {
            case "@@assign" -> {
                into.values.clear();
                into.values.addAll(values);
                into.list = value.isArray();
            }
            case "@@append" -> {
                into.values.addAll(values);
                into.list = true;
            }
            default -> values.forEach(into.values::remove);
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        java.util.ArrayList<JsonNode> all = new java.util.ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private static @Nullable JsonNode write(Merged from) {
        if (!from.values.isEmpty()) {
            if (!from.list && from.values.size() == 1 && from.values.iterator().next() instanceof ValueNode one) {
                return one;
            }
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            from.values.forEach(array::add);
            return array;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        from.inner.forEach((name, inner) -> {
            JsonNode value = write(inner);
            if (value != null) {
                object.set(name, value);
            }
        });
        return object.isEmpty() ? null : object;
    }
}
