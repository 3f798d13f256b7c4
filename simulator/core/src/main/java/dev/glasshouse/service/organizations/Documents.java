package dev.glasshouse.service.organizations;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;

/** What is taken as the document of a policy. */
final class Documents {

    private static final String INVALID =
            "The provided policy document does not meet the requirements of the specified policy type.";

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    /** Refuses a document that its type does not take. */
    static void check(String type, String content) {
        if (content.length() > PolicyTypes.mostCharacters(type)) {
            throw OrganizationsErrors.constraint(
                    "POLICY_CONTENT_LIMIT_EXCEEDED",
                    "You have attempted to create a policy that is larger than the maximum size.");
        }
        try {
            switch (type) {
                case PolicyTypes.SCP -> PolicyValidator.validateServiceControl(content);
                case PolicyTypes.RCP -> PolicyValidator.validateResourceControl(content);
                default -> object(content);
            }
        } catch (PolicyRejectedException e) {
            throw OrganizationsErrors.malformed(e.text());
        }
    }

    /** A document of a management policy: a JSON object. */
    static JsonNode object(String content) {
        try {
            JsonNode tree = STRICT.readTree(content);
            if (tree != null && tree.isObject() && !tree.isEmpty()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw OrganizationsErrors.malformed(INVALID);
        }
        throw OrganizationsErrors.malformed(INVALID);
    }
}
