package dev.glasshouse.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.glasshouse.access.Paths.Allowed;
import dev.glasshouse.access.Paths.PlannedCall;
import dev.glasshouse.access.Way.Become;
import dev.glasshouse.access.Way.Need;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the calls that walk a way, from the table's texts. */
final class Calls {

    private static final String PASSWORD = "Way-up-1234567890!";

    private Calls() {}

    /** A trust policy that names one principal. */
    static Policy trusting(String arn) {
        try {
            return new Policy("trust", null, PolicyDocument.parse(trustText(arn), PolicyType.TRUST));
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException("a policy that trusts " + arn + " is one", e);
        }
    }

    private static String trustText(String arn) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("Effect", "Allow");
        statement.putObject("Principal").put("AWS", arn);
        statement.put("Action", Chains.ASSUME);
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        document.putArray("Statement").add(statement);
        return document.toString();
    }

    static List<PlannedCall> of(Sandbox sandbox, Edges.Attempt attempt, List<Allowed> needs) {
        Way way = attempt.way();
        Stance subject = attempt.subject();
        Subject.With with = attempt.with();
        Map<String, String> texts = new HashMap<>();
        texts.put("subject.arn", subject.arn());
        texts.put("subject.name", subject.caller().name());
        texts.put("everything", Outsiders.EVERYTHING.document().source());
        texts.put("trust", trustText(attempt.assumes().arn()));
        texts.put("password", PASSWORD);
        texts.put("policy.arn", with.policy());
        texts.put("version", with.version());
        if (with.group() != null) {
            texts.put("group.name", with.group().name());
        }
        if (with.key() != null) {
            texts.put("key", sandbox.accessKeyId("AKIA", subject.caller().account(), with.key()));
        }
        List<PlannedCall> calls = new ArrayList<>();
        for (int i = 0; i < way.needs().size(); i++) {
            Need need = way.needs().get(i);
            // a role is passed by the call that makes use of it
            if (!need.action().equals("iam:PassRole")) {
                calls.add(call(attempt.by().get(i).arn(), need.action(), texts, needs));
            }
        }
        if (way.become() == Become.TRUST) {
            calls.add(call(attempt.assumes().arn(), Chains.ASSUME, texts, needs));
        }
        return calls;
    }

    private static PlannedCall call(String as, String action, Map<String, String> texts, List<Allowed> needs) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        Ways.call(action)
                .ifPresent(template -> template.properties()
                        .forEach(member -> input.set(member.getKey(), filled(member.getValue(), texts))));
        if (action.equals(Chains.ASSUME)) {
            needs.stream()
                    .filter(need -> need.action().equals(Chains.ASSUME))
                    .findFirst()
                    .ifPresent(need -> asked(need.outlook(), input));
        }
        return new PlannedCall(as, action, input);
    }

    private static JsonNode filled(JsonNode value, Map<String, String> texts) {
        if (!value.isTextual()) {
            return value;
        }
        String text = value.asText();
        if (text.startsWith("${") && text.endsWith("}")) {
            return TextNode.valueOf(texts.get(text.substring(2, text.length() - 1)));
        }
        return value;
    }

    /** What the trust policy wants of the call itself is put into it. */
    private static void asked(Outlook outlook, ObjectNode input) {
        ContextKeys example =
                outlook.ways().isEmpty() ? null : outlook.ways().get(0).example();
        if (example != null) {
            put(input, "ExternalId", example.single("sts:ExternalId"));
            put(input, "RoleSessionName", example.single("sts:RoleSessionName"));
            put(input, "SourceIdentity", example.single("sts:SourceIdentity"));
        }
    }

    private static void put(ObjectNode input, String member, @Nullable String value) {
        if (value != null) {
            input.put(member, value);
        }
    }
}
