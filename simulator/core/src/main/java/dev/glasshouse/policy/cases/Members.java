package dev.glasshouse.policy.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, read strictly; {@code where} names the object in errors. */
record Members(JsonNode node, String where) {

    static Members of(JsonNode node, String where) throws CaseFormatException {
        if (!node.isObject()) {
            throw new CaseFormatException(where + " must be a JSON object");
        }
        return new Members(node, where);
    }

    void allow(String... names) throws CaseFormatException {
        List<String> known = List.of(names);
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw new CaseFormatException("Unknown member of " + where + ": " + member.getKey());
            }
        }
    }

    /** A member, or null when it is absent or JSON null. */
    @Nullable
    JsonNode optional(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    JsonNode required(String name) throws CaseFormatException {
        JsonNode value = optional(name);
        if (value == null) {
            throw new CaseFormatException(where + "." + name + " is missing");
        }
        return value;
    }

    String text(String name) throws CaseFormatException {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw new CaseFormatException(where + "." + name + " must be a string");
        }
        return value.textValue();
    }

    @Nullable
    String optionalText(String name) throws CaseFormatException {
        return optional(name) == null ? null : text(name);
    }

    boolean flag(String name) throws CaseFormatException {
        JsonNode value = optional(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new CaseFormatException(where + "." + name + " must be true or false");
        }
        return value.booleanValue();
    }
}
