package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a JSON object must hold: for each path (members with dots between, an array meaning any of its elements) a text that
 * must be there, a list of which one must be, {@code {prefix: text}}, {@code {not: ...}}, {@code {absent: true}}, or
 * {@code {present: true}}. Numbers and truth values are compared as they are written.
 *
 * @param wanted tests by path
 */
record Pattern(Map<String, JsonNode> wanted) {

    Pattern {
        wanted = new LinkedHashMap<>(wanted);
    }

    static Pattern parse(JsonNode json) {
        if (!json.isObject() || json.isEmpty()) {
            throw new IllegalArgumentException("a pattern is an object with members, not " + json);
        }
        Map<String, JsonNode> wanted = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            known(entry.getValue());
            wanted.put(entry.getKey(), entry.getValue());
        });
        return new Pattern(wanted);
    }

    private static void known(JsonNode test) {
        if (test.isObject()
                && (test.size() != 1
                        || !(test.has("prefix") || test.has("not") || test.has("absent") || test.has("present")))) {
            throw new IllegalArgumentException("there is no test " + test);
        }
    }

    /** Whether an object is as wanted, with the variables filled in. */
    boolean matches(JsonNode json, Variables variables) {
        return wanted.entrySet().stream().allMatch(entry -> {
            List<JsonNode> found = new ArrayList<>();
            find(json, entry.getKey(), found);
            return passes(variables.fill(entry.getValue()), found);
        });
    }

    /** The values at a path; a member's name may itself hold dots. */
    private static void find(JsonNode json, String path, List<JsonNode> found) {
        if (json.isArray()) {
            json.forEach(element -> find(element, path, found));
            return;
        }
        if (json.hasNonNull(path)) {
            JsonNode value = Objects.requireNonNull(json.get(path));
            if (value.isArray()) {
                value.forEach(found::add);
            } else {
                found.add(value);
            }
            return;
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (json.hasNonNull(path.substring(0, dot))) {
                find(Objects.requireNonNull(json.get(path.substring(0, dot))), path.substring(dot + 1), found);
            }
        }
    }

    private static boolean passes(JsonNode test, List<JsonNode> found) {
        if (test.isArray()) {
            for (JsonNode each : test) {
                if (passes(each, found)) {
                    return true;
                }
            }
            return false;
        }
        if (test.has("absent")) {
            return found.isEmpty() == test.get("absent").asBoolean();
        }
        if (test.has("present")) {
            return found.isEmpty() != test.get("present").asBoolean();
        }
        if (test.has("not")) {
            return !passes(test.get("not"), found);
        }
        if (test.has("prefix")) {
            String prefix = test.get("prefix").asText();
            return found.stream().anyMatch(value -> value.asText().startsWith(prefix));
        }
        return found.stream().anyMatch(value -> value.asText().equals(test.asText()));
    }
}
