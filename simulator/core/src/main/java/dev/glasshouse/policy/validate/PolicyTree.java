package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glasshouse.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy's JSON as rules look at it: before anything is known to fit. */
record PolicyTree(JsonNode root, List<JsonNode> statements) {

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The tree of a text that is one JSON object, or null. */
    static @Nullable PolicyTree read(String json) {
        if (json.length() > PolicyDocument.MAX_LENGTH) {
            return null;
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return null;
        }
        if (!root.isObject()) {
            return null;
        }
        List<JsonNode> statements = new ArrayList<>();
        JsonNode statement = root.get("Statement");
        if (statement != null) {
            (statement.isArray() ? statement : List.of(statement)).forEach(statements::add);
        }
        return new PolicyTree(root, statements);
    }

    /** The first member that is not one of the known, or null. */
    static @Nullable String unknown(JsonNode node, Collection<String> known) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                return member.getKey();
            }
        }
        return null;
    }

    /** The texts of a value that is a string or a list; what is no string is left out. */
    static List<String> texts(@Nullable JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value != null) {
            for (JsonNode item : value.isArray() ? value : List.of(value)) {
                if (item.isTextual()) {
                    texts.add(item.textValue());
                }
            }
        }
        return texts;
    }

    /** Whether a value is a string or a list of strings. */
    static boolean isText(JsonNode value) {
        if (value.isTextual()) {
            return true;
        }
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** The texts of an element or of its negated form. */
    static List<String> either(JsonNode statement, String plain, String not) {
        List<String> texts = new ArrayList<>(texts(statement.get(plain)));
        texts.addAll(texts(statement.get(not)));
        return texts;
    }
}
