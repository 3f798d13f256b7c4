package dev.glasshouse.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.access.AccessJson;
import dev.glasshouse.access.AccessQuestions;
import dev.glasshouse.access.AccessText;
import dev.glasshouse.access.BlastRadius;
import dev.glasshouse.access.Dot;
import dev.glasshouse.access.Paths;
import dev.glasshouse.access.ProposedChange;
import dev.glasshouse.access.ReachText;
import dev.glasshouse.access.WhatCan;
import dev.glasshouse.access.WhoCan;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.PolicyDiff;
import dev.glasshouse.policy.reach.PolicyDiffText;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The control API's questions about all that is possible; each answer brings its text and its graph. */
final class QuestionsApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private QuestionsApi() {}

    static JsonNode answer(Sandbox sandbox, String question, JsonNode input) {
        AccessQuestions questions = AccessQuestions.of(sandbox);
        return switch (question) {
            case "who-can" -> whoCan(questions, input);
            case "what-can" -> whatCan(questions, input);
            case "paths" -> paths(questions, input);
            case "blast-radius" -> blastRadius(questions, input);
            case "diff" -> diff(input);
            default -> throw new IllegalArgumentException("there is no question " + question);
        };
    }

    private static ObjectNode whoCan(AccessQuestions questions, JsonNode input) {
        WhoCan who = questions.whoCan(
                AccessApi.text(input, "action"), AccessApi.text(input, "resource"), AccessApi.context(input));
        return AccessJson.of(who).put("text", AccessText.of(who)).put("dot", Dot.of(who));
    }

    private static ObjectNode paths(AccessQuestions questions, JsonNode input) {
        String principal = AccessApi.text(input, "principal");
        Paths paths = input.path("prove").asBoolean() ? questions.provedPaths(principal) : questions.paths(principal);
        return AccessJson.of(paths).put("text", AccessText.of(paths)).put("dot", Dot.of(paths));
    }

    private static ObjectNode whatCan(AccessQuestions questions, JsonNode input) {
        WhatCan can = questions.whatCan(AccessApi.text(input, "principal"));
        return AccessJson.of(can).put("text", ReachText.of(can)).put("dot", Dot.of(can));
    }

    private static ObjectNode blastRadius(AccessQuestions questions, JsonNode input) {
        Map<String, String> replaced = new LinkedHashMap<>();
        input.path("replace")
                .properties()
                .forEach(policy -> replaced.put(policy.getKey(), document(policy.getValue())));
        ProposedChange change = new ProposedChange(
                documents(input.path("with")),
                documents(input.path("without")),
                replaced,
                input.hasNonNull("boundary") ? document(input.path("boundary")) : "");
        BlastRadius radius = questions.blastRadius(AccessApi.text(input, "principal"), change);
        return AccessJson.of(radius).put("text", ReachText.of(radius)).put("dot", Dot.of(radius));
    }

    /** What a policy newly allows and newly denies; no state is asked. */
    private static ObjectNode diff(JsonNode input) {
        PolicyDiff diff = PolicyDiff.between(policy(input, "before"), policy(input, "after"));
        ObjectNode node = JSON.valueToTree(PolicyDiffText.tree(diff));
        node.put("grantsNothingNew", diff.grantsNothingNew());
        return node.put("text", PolicyDiffText.of(diff)).put("dot", Dot.of(diff));
    }

    private static PolicyDocument policy(JsonNode input, String name) {
        try {
            return PolicyDiffText.read(document(input.path(name)));
        } catch (MalformedPolicyException e) {
            throw new IllegalArgumentException(name + " is not a policy: " + e.getMessage(), e);
        }
    }

    private static List<String> documents(JsonNode array) {
        List<String> documents = new ArrayList<>();
        array.forEach(each -> documents.add(document(each)));
        return documents;
    }

    /** A policy as a text, or as the JSON that it is. */
    private static String document(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }
}
