package dev.glasshouse.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Decided;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Explainer;
import dev.glasshouse.gateway.LoggedCall;
import dev.glasshouse.gateway.Question;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicyKind;
import dev.glasshouse.policy.Remedy;
import org.jspecify.annotations.Nullable;

/** A decision with its reasoning as JSON. */
final class Decisions {

    private Decisions() {}

    static ObjectNode json(ObjectMapper json, Decided decided) {
        LoggedCall call = decided.call();
        ObjectNode node = json.createObjectNode();
        node.put("requestId", call.requestId());
        node.put("time", call.time().toString());
        node.put("service", call.service());
        node.put("operation", call.operation());
        node.put("caller", caller(call.caller()));
        decided.summary().ifPresent(summary -> node.put("summary", summary));
        if (call.error() != null) {
            node.put("errorCode", call.error().code());
            node.put("errorMessage", call.error().message());
        }
        ArrayNode questions = node.putArray("questions");
        for (Explainer.Answer answer : decided.answers()) {
            questions.add(question(json, answer));
        }
        ArrayNode nested = node.putArray("nested");
        decided.nested().forEach(inner -> nested.add(json(json, inner)));
        node.put("text", decided.why());
        return node;
    }

    private static boolean required(Explainer.Answer answer) {
        return answer.question().asked().role() == AuthorizationRequest.Role.REQUIRED;
    }

    private static String caller(@Nullable Caller caller) {
        if (caller == null) {
            return "unknown";
        }
        return caller.arn().isEmpty() ? caller.principalId() : caller.arn();
    }

    private static ObjectNode question(ObjectMapper json, Explainer.Answer answer) {
        Question question = answer.question();
        ObjectNode node = json.createObjectNode();
        node.put("action", question.asked().action());
        node.put("resource", question.asked().resource());
        node.put("required", required(answer));
        node.put("decision", question.decision().effect().word());
        ArrayNode deniedBy = node.putArray("deniedBy");
        for (PolicyKind kind : question.decision().deniedBy()) {
            deniedBy.add(kind.word());
        }
        ObjectNode keys = node.putObject("context");
        question.request().keys().entries().values().forEach(entry -> {
            if (entry.multiValued()) {
                ArrayNode values = keys.putArray(entry.name());
                entry.values().forEach(values::add);
            } else {
                keys.put(entry.name(), String.join(", ", entry.values()));
            }
        });
        if (answer.explanation().isEmpty()) {
            node.put("note", "the state that this call saw has passed out of the sandbox's history");
            return node;
        }
        Explanation explanation = answer.explanation().get();
        node.put("summary", explanation.summary());
        node.put("page", explanation.page());
        answer.remedy().ifPresent(remedy -> node.set("remedy", remedy(json, remedy)));
        ArrayNode policies = node.putArray("policies");
        for (Explanation.PolicyTrace policy : explanation.policies()) {
            ObjectNode trace = policies.addObject();
            trace.put("kind", policy.kind().word());
            trace.put("policy", policy.policyId());
            if (policy.policyArn() != null) {
                trace.put("arn", policy.policyArn());
            }
            if (policy.level() != null) {
                trace.put("level", policy.level());
            }
            trace.put("outcome", policy.outcome());
            trace.put("page", policy.page());
            ArrayNode statements = trace.putArray("statements");
            for (Explanation.Statement statement : policy.statements()) {
                statements.add(json.valueToTree(statement));
            }
        }
        return node;
    }

    private static ObjectNode remedy(ObjectMapper json, Remedy remedy) {
        ObjectNode node = json.createObjectNode();
        if (remedy.refusal() != null) {
            node.put("none", remedy.refusal());
        }
        ArrayNode changes = node.putArray("changes");
        for (Remedy.Change change : remedy.changes()) {
            ObjectNode added = changes.addObject();
            added.put("kind", change.kind().word());
            if (change.level() != null) {
                added.put("level", change.level());
            }
            if (change.policyId() != null) {
                added.put("policy", change.policyId());
            }
            try {
                added.set("statement", json.readTree(change.statement()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the remedy's statement was parsed before", e);
            }
        }
        return node;
    }
}
