package dev.glasshouse.policy.cases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.PolicyKind;

/**
 * Reads an authorisation case from its neutral JSON form, and writes the answer.
 *
 * <p>A case is strict JSON: an object with {@code request} and {@code policies}; {@code id}, {@code source},
 * {@code note} and {@code expected} are ignored, any other member is an error. A policy in it that is not one does not
 * make the case an error: it stands for a policy that could not be read, and then nothing that it bears on is allowed.
 */
public final class CaseFormat {

    private static final int MAX_DEPTH = 80;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CaseFormat() {}

    /**
     * Reads a case.
     *
     * @throws CaseFormatException if the text is not a case
     */
    public static AuthorizationCase parse(String json) throws CaseFormatException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new CaseFormatException("The case is not JSON: " + notJson.getOriginalMessage());
        }
        return parse(root);
    }

    /**
     * Reads a case that has been parsed already.
     *
     * @throws CaseFormatException if the value is not a case
     */
    public static AuthorizationCase parse(JsonNode root) throws CaseFormatException {
        Members members = Members.of(root, "case");
        members.allow("id", "source", "note", "expected", "request", "policies");
        return new AuthorizationCase(
                CaseRequest.read(members.required("request")), CasePolicies.read(members.required("policies")));
    }

    /** The answer as {@code {"decision": .., "deniedBy": [..]}}. */
    public static ObjectNode render(Decision decision) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("decision", decision.effect().word());
        ArrayNode deniedBy = answer.putArray("deniedBy");
        for (PolicyKind kind : decision.deniedBy()) {
            deniedBy.add(kind.word());
        }
        return answer;
    }
}
