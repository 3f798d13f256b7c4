package dev.glasshouse.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glasshouse.policy.PolicyType.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a policy and compiles its statements. */
final class PolicyParser {

    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PolicyType type;
    private boolean variables;

    PolicyParser(PolicyType type) {
        this.type = type;
    }

    PolicyDocument parse(String json) throws MalformedPolicyException {
        JsonNode root = tree(json);
        onlyKnown(root, PolicyElements.DOCUMENT, "policy");
        variables = version(root.get("Version"));
        JsonNode id = root.get("Id");
        if (id != null && !id.isTextual()) {
            throw new MalformedPolicyException("Id is not a string");
        }
        JsonNode statements = root.get("Statement");
        if (statements == null) {
            throw new MalformedPolicyException("The policy has no Statement");
        }
        List<Statement> compiled = new ArrayList<>();
        if (statements.isArray()) {
            for (JsonNode statement : statements) {
                compiled.add(statement(statement, compiled.size()));
            }
        } else {
            compiled.add(statement(statements, 0));
        }
        return new PolicyDocument(json, type, compiled);
    }

    /** The document as a tree: one JSON object, nothing after it, no key twice, at most 64 levels. */
    static JsonNode tree(String json) throws MalformedPolicyException {
        if (json.length() > PolicyDocument.MAX_LENGTH) {
            throw new MalformedPolicyException(
                    "The policy is longer than " + PolicyDocument.MAX_LENGTH + " characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new MalformedPolicyException("The policy is not JSON: " + notJson.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw new MalformedPolicyException("The policy is not a JSON object");
        }
        return root;
    }

    private static boolean version(@Nullable JsonNode version) throws MalformedPolicyException {
        if (version == null) {
            return false;
        }
        return switch (version.isTextual() ? version.textValue() : "") {
            case "2012-10-17" -> true;
            case "2008-10-17" -> false;
            default -> throw new MalformedPolicyException("Version is neither 2012-10-17 nor 2008-10-17");
        };
    }

    private static void onlyKnown(JsonNode node, List<String> known, String where) throws MalformedPolicyException {
        if (!node.isObject()) {
            throw new MalformedPolicyException("A " + where + " is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw new MalformedPolicyException("Unknown element in a " + where + ": " + field.getKey());
            }
        }
    }

    private Statement statement(JsonNode node, int index) throws MalformedPolicyException {
        onlyKnown(node, PolicyElements.STATEMENT, "statement");
        JsonNode sid = node.get("Sid");
        if (sid != null && !sid.isTextual()) {
            throw new MalformedPolicyException("Sid is not a string");
        }
        boolean allow = effect(node.get("Effect"));
        return new Statement(
                index,
                sid == null ? null : sid.textValue(),
                allow,
                principal(node, allow),
                action(node),
                resource(node),
                conditions(node.get("Condition"), allow));
    }

    private static boolean effect(@Nullable JsonNode effect) throws MalformedPolicyException {
        return switch (effect == null || !effect.isTextual() ? "" : effect.textValue()) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw new MalformedPolicyException("Effect is neither Allow nor Deny");
        };
    }

    private @Nullable PrincipalElement principal(JsonNode node, boolean allow) throws MalformedPolicyException {
        boolean not = node.has("NotPrincipal");
        JsonNode value = exactlyOne(node, "Principal", "NotPrincipal", type.principal());
        if (not && (type == PolicyType.TRUST || type == PolicyType.RCP)) {
            throw new MalformedPolicyException("NotPrincipal cannot stand in a policy of this type");
        }
        if (value == null) {
            return null;
        }
        if (value.isTextual() && value.textValue().equals("*")) {
            return PrincipalElement.everyone(not);
        }
        if (!value.isObject() || value.isEmpty()) {
            throw new MalformedPolicyException("A principal is neither * nor an object");
        }
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            members.put(member.getKey(), strings(member.getValue(), "Principal"));
        }
        return PrincipalElement.compile(members, not, allow);
    }

    private static ActionElement action(JsonNode node) throws MalformedPolicyException {
        JsonNode value = exactlyOne(node, "Action", "NotAction", Element.REQUIRED);
        if (value == null) {
            throw new MalformedPolicyException("A statement has no Action");
        }
        return ActionElement.compile(strings(value, "Action"), node.has("NotAction"));
    }

    private @Nullable ResourceElement resource(JsonNode node) throws MalformedPolicyException {
        JsonNode value = exactlyOne(node, "Resource", "NotResource", type.resource());
        return value == null
                ? null
                : ResourceElement.compile(strings(value, "Resource"), node.has("NotResource"), type, variables);
    }

    private static @Nullable JsonNode exactlyOne(JsonNode node, String plain, String not, Element rule)
            throws MalformedPolicyException {
        JsonNode one = node.get(plain);
        JsonNode other = node.get(not);
        if (one != null && other != null) {
            throw new MalformedPolicyException("A statement has both " + plain + " and " + not);
        }
        JsonNode value = one != null ? one : other;
        if (value == null && rule == Element.REQUIRED) {
            throw new MalformedPolicyException("A statement has no " + plain);
        }
        if (value != null && rule == Element.FORBIDDEN) {
            throw new MalformedPolicyException(plain + " cannot stand in a policy of this type");
        }
        return value;
    }

    private List<ConditionElement> conditions(@Nullable JsonNode node, boolean allow) throws MalformedPolicyException {
        List<ConditionElement> lines = new ArrayList<>();
        if (node == null) {
            return lines;
        }
        if (!node.isObject()) {
            throw new MalformedPolicyException("Condition is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            if (!operator.getValue().isObject()) {
                throw new MalformedPolicyException("A condition operator has no object: " + operator.getKey());
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                lines.add(ConditionElement.compile(
                        operator.getKey(), key.getKey(), scalars(key.getValue()), variables, allow));
            }
        }
        return lines;
    }

    private static List<String> strings(JsonNode node, String what) throws MalformedPolicyException {
        List<String> values = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (!value.isTextual()) {
                throw new MalformedPolicyException("A value of " + what + " is not a string");
            }
            values.add(value.textValue());
        }
        return values;
    }

    private static List<String> scalars(JsonNode node) throws MalformedPolicyException {
        List<String> values = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (!value.isValueNode() || value.isNull()) {
                throw new MalformedPolicyException("A condition value is not a string, number or truth value");
            }
            values.add(value.asText());
        }
        return values;
    }
}
