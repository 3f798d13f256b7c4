package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.glasshouse.policy.PolicyElements;
import dev.glasshouse.policy.PolicyPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form in which S3 keeps a bucket policy and gives it back: without white space, elements in S3's order, a list of one as
 * that one, texts for numbers and truth values, and accounts as the ARNs of their roots. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html">
 * Principals for bucket policies</a>.
 */
final class BucketPolicyText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Function<String, Optional<String>> accounts;

    /**
     * The form of policies.
     *
     * @param accounts the account of a canonical user id
     */
    BucketPolicyText(Function<String, Optional<String>> accounts) {
        this.accounts = accounts;
    }

    /** A policy that was found valid, in S3's form. */
    String of(String policy) {
        JsonNode given;
        try {
            given = JSON.readTree(policy);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the policy was validated before", e);
        }
        ObjectNode document = ordered(given, PolicyElements.DOCUMENT);
        ArrayNode statements = NODES.arrayNode();
        JsonNode all = given.path("Statement");
        (all.isArray() ? all : List.of(all)).forEach(statement -> statements.add(statement(statement)));
        document.set("Statement", statements);
        return document.toString();
    }

    private static ObjectNode ordered(JsonNode given, List<String> names) {
        ObjectNode node = NODES.objectNode();
        names.stream().filter(given::has).forEach(name -> node.set(name, given.get(name)));
        return node;
    }

    private ObjectNode statement(JsonNode given) {
        ObjectNode node = ordered(given, PolicyElements.STATEMENT);
        for (String name : List.of("Action", "NotAction", "Resource", "NotResource")) {
            if (node.has(name)) {
                node.set(name, collapsed(node.get(name)));
            }
        }
        for (String name : List.of("Principal", "NotPrincipal")) {
            if (node.get(name) instanceof ObjectNode principal) {
                node.set(name, principal(principal));
            }
        }
        if (node.get("Condition") instanceof ObjectNode condition) {
            ObjectNode operators = NODES.objectNode();
            condition.properties().forEach(operator -> {
                ObjectNode keys = operators.putObject(operator.getKey());
                operator.getValue().properties().forEach(key -> keys.set(key.getKey(), collapsed(key.getValue())));
            });
            node.set("Condition", operators);
        }
        return node;
    }

    private ObjectNode principal(ObjectNode given) {
        ArrayNode aws = NODES.arrayNode();
        ObjectNode node = NODES.objectNode();
        given.properties().forEach(kind -> {
            boolean canonical = kind.getKey().equals("CanonicalUser");
            ArrayNode kept = NODES.arrayNode();
            for (JsonNode value : kind.getValue().isArray() ? kind.getValue() : List.of(kind.getValue())) {
                String text = value.asText();
                Optional<String> account = canonical
                        ? accounts.apply(text)
                        : Optional.of(text).filter(id -> kind.getKey().equals("AWS") && PolicyPrincipal.isAccount(id));
                if (account.isPresent()) {
                    aws.add("arn:aws:iam::" + account.get() + ":root");
                } else if (kind.getKey().equals("AWS")) {
                    aws.add(text);
                } else {
                    kept.add(text);
                }
            }
            if (!kept.isEmpty()) {
                node.set(kind.getKey(), collapsed(kept));
            }
            if (!aws.isEmpty()) {
                node.set("AWS", collapsed(aws));
            }
        });
        return node;
    }

    private static JsonNode collapsed(JsonNode value) {
        if (!value.isArray()) {
            return value.isTextual() ? value : TextNode.valueOf(value.asText());
        }
        ArrayNode texts = NODES.arrayNode();
        value.forEach(each -> texts.add(each.asText()));
        return texts.size() == 1 ? texts.get(0) : texts;
    }
}
