package dev.glasshouse.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.policy.Decision.Effect;
import dev.glasshouse.policy.Explanation.Element;
import dev.glasshouse.policy.Explanation.PolicyTrace;
import dev.glasshouse.policy.PolicyPrincipal.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A denial in the form that {@code DecodeAuthorizationMessage} gives back: who asked for what, under which keys, and the
 * Deny statements that applied. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html">
 * DecodeAuthorizationMessage</a>.
 */
public final class DenialReport {

    private DenialReport() {}

    /** The report as JSON. */
    public static String json(PolicyRequest request, Explanation explanation) {
        Decision decision = explanation.decision();
        boolean explicit = decision.effect() == Effect.EXPLICITLY_DENIED;
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("allowed", decision.isAllowed());
        report.put("explicitDeny", explicit);
        ArrayNode matched = items(report, "matchedStatements");
        if (explicit) {
            for (PolicyTrace policy : explanation.policies()) {
                for (Explanation.Statement statement : policy.statements()) {
                    if (statement.applies() && statement.effect().equals("Deny")) {
                        statement(matched.addObject(), request, statement);
                    }
                }
            }
        }
        items(report, "failures");
        ObjectNode context = report.putObject("context");
        principal(context.putObject("principal"), request);
        context.put("action", request.action());
        context.put("resource", request.resourceArn());
        conditions(items(context, "conditions"), request);
        return report.toString();
    }

    private static ArrayNode items(ObjectNode parent, String name) {
        return parent.putObject(name).putArray("items");
    }

    private static void values(ObjectNode parent, String name, List<String> values) {
        ArrayNode items = items(parent, name);
        values.forEach(value -> items.addObject().put("value", value));
    }

    private static void principal(ObjectNode node, PolicyRequest request) {
        PolicyPrincipal principal = request.principal();
        node.put("id", userId(request));
        if (principal.kind() == Kind.USER) {
            node.put("name", principal.name());
        }
        node.put("arn", principal.arn());
    }

    private static String userId(PolicyRequest request) {
        String id = request.keys().single("aws:userid");
        return id == null ? "" : id;
    }

    private static void statement(ObjectNode node, PolicyRequest request, Explanation.Statement statement) {
        node.put("statementId", statement.sid() == null ? "" : statement.sid());
        node.put("effect", statement.effect().toUpperCase(Locale.ROOT));
        String unique = request.principal().uniqueId();
        values(node, "principals", List.of(unique == null ? userId(request) : unique));
        items(node, "principalGroups");
        values(node, "actions", policyValues(statement, "Action"));
        values(node, "resources", policyValues(statement, "Resource"));
        ArrayNode conditions = items(node, "conditions");
        for (Element element : statement.elements()) {
            if (element.element().equals("Condition")) {
                ObjectNode condition = conditions.addObject().put("key", element.key());
                values(condition, "values", element.policyValues());
            }
        }
    }

    private static List<String> policyValues(Explanation.Statement statement, String name) {
        for (Element element : statement.elements()) {
            if (element.element().equals(name) || element.element().equals("Not" + name)) {
                return element.policyValues();
            }
        }
        return List.of();
    }

    /** The keys of the service and the tags, and what the resource's ARN says of it. */
    private static void conditions(ArrayNode items, PolicyRequest request) {
        String own = request.actionService() + ":";
        for (Map.Entry<String, ContextKeys.Entry> key : request.keys().entries().entrySet()) {
            String name = key.getKey();
            boolean tells = name.startsWith(own)
                    || name.startsWith("aws:requesttag/")
                    || name.startsWith("aws:resourcetag/")
                    || name.equals("aws:tagkeys");
            if (tells) {
                condition(items, key.getValue().name(), key.getValue().values());
            }
        }
        String[] fields = request.resourceArn().split(":", 6);
        if (fields.length == 6) {
            int slash = fields[5].indexOf('/');
            condition(items, "aws:Region", List.of(fields[3]));
            condition(items, "aws:Service", List.of(fields[2]));
            condition(items, "aws:Resource", List.of(fields[5]));
            condition(items, "aws:Type", List.of(slash < 0 ? fields[5] : fields[5].substring(0, slash)));
            condition(items, "aws:ID", List.of(fields[5].substring(slash + 1)));
            condition(items, "aws:Account", List.of(fields[4]));
            condition(items, "aws:ARN", List.of(request.resourceArn()));
        }
    }

    private static void condition(ArrayNode items, String key, List<String> values) {
        values(items.addObject().put("key", key), "values", values);
    }
}
