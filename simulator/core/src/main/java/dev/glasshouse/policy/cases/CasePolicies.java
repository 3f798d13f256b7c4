package dev.glasshouse.policy.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code policies} of a case. */
final class CasePolicies {

    private CasePolicies() {}

    static PolicySet read(JsonNode node) throws CaseFormatException {
        Members members = Members.of(node, "policies");
        members.allow("identity", "session", "boundary", "scp", "rcp", "resource", "vpcEndpoint");
        JsonNode resource = members.optional("resource");
        return PolicySet.builder()
                .identity(list(members.optional("identity"), "identity", PolicyType.IDENTITY))
                .session(list(members.optional("session"), "session", PolicyType.SESSION))
                .boundary(list(members.optional("boundary"), "boundary", PolicyType.BOUNDARY))
                .scpLevels(levels(members.optional("scp"), "scp", PolicyType.SCP))
                .rcpLevels(levels(members.optional("rcp"), "rcp", PolicyType.RCP))
                .resource(resource == null ? null : policy(resource, "resource", PolicyType.RESOURCE))
                .vpcEndpoint(list(members.optional("vpcEndpoint"), "vpcEndpoint", PolicyType.VPC_ENDPOINT))
                .build();
    }

    private static List<Policy> list(@Nullable JsonNode node, String where, PolicyType type)
            throws CaseFormatException {
        List<Policy> policies = new ArrayList<>();
        if (node == null) {
            return policies;
        }
        if (!node.isArray()) {
            throw new CaseFormatException("policies." + where + " must be a list");
        }
        for (JsonNode document : node) {
            policies.add(policy(document, where + "[" + policies.size() + "]", type));
        }
        return policies;
    }

    private static List<PolicySet.Level> levels(@Nullable JsonNode node, String where, PolicyType type)
            throws CaseFormatException {
        List<PolicySet.Level> levels = new ArrayList<>();
        if (node == null) {
            return levels;
        }
        if (!node.isArray()) {
            throw new CaseFormatException("policies." + where + " must be a list");
        }
        for (JsonNode item : node) {
            String place = where + "[" + levels.size() + "]";
            Members level = Members.of(item, "policies." + place);
            level.allow("level", "policies");
            JsonNode policies = level.required("policies");
            String name = level.optionalText("level");
            levels.add(new PolicySet.Level(name == null ? place : name, list(policies, place, type)));
        }
        return levels;
    }

    private static Policy policy(JsonNode document, String name, PolicyType type) {
        // A document may also stand as the text that AWS's calls carry.
        String json = document.isTextual() ? document.textValue() : document.toString();
        try {
            return new Policy(name, null, PolicyDocument.parse(json, type));
        } catch (MalformedPolicyException malformed) {
            String reason = malformed.getMessage();
            return new Policy(name, null, PolicyDocument.unreadable(json, type, reason == null ? "malformed" : reason));
        }
    }
}
