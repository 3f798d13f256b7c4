package dev.glasshouse.policy.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyPrincipal.Kind;
import dev.glasshouse.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code request} of a case. */
final class CaseRequest {

    private CaseRequest() {}

    static PolicyRequest read(JsonNode node) throws CaseFormatException {
        Members members = Members.of(node, "request");
        members.allow(
                "principal",
                "principalRolePath",
                "action",
                "resource",
                "context",
                "wildcardOnlyAction",
                "publicAccessRestricted");
        String action = members.text("action");
        int colon = action.indexOf(':');
        if (colon <= 0 || colon == action.length() - 1) {
            throw new CaseFormatException("request.action must be of the form service:Name");
        }
        Members resource = Members.of(members.required("resource"), "request.resource");
        resource.allow("arn", "account");
        String arn = resource.text("arn");
        ContextKeys keys = context(members.optional("context"));
        PolicyPrincipal principal = principal(members.required("principal"), action);
        return new PolicyRequest(
                refine(principal, members.optionalText("principalRolePath"), keys),
                action,
                arn,
                account(resource, arn, principal),
                members.flag("wildcardOnlyAction"),
                keys,
                AccessModel.of(action, arn),
                members.flag("publicAccessRestricted"));
    }

    private static PolicyPrincipal principal(JsonNode node, String action) throws CaseFormatException {
        if (node.isObject()) {
            Members members = Members.of(node, "request.principal");
            members.allow("type");
            if (members.text("type").equals("Anonymous")) {
                return PolicyPrincipal.anonymous();
            }
            throw new CaseFormatException("request.principal.type must be Anonymous");
        }
        if (!node.isTextual()) {
            throw new CaseFormatException("request.principal must be a string or an object");
        }
        String text = node.textValue();
        // Some names are both a service's and a provider's: only a token exchange speaks of the provider.
        if (text.endsWith(".amazonaws.com") && text.startsWith("cognito-identity.") && !exchangesToken(action)) {
            return PolicyPrincipal.service(text);
        }
        try {
            return PolicyPrincipal.parse(text);
        } catch (IllegalArgumentException notAPrincipal) {
            throw new CaseFormatException("request.principal: " + notAPrincipal.getMessage());
        }
    }

    /** The owner of the resource: as told, else as its ARN says, else for {@code *} the caller's account. */
    private static String account(Members resource, String arn, PolicyPrincipal principal) throws CaseFormatException {
        String told = resource.optionalText("account");
        String own = principal.account();
        if (own != null && arn.startsWith("arn:" + principal.partition() + ":iam::aws:policy/")) {
            // AWS managed policies are there in every account
            return own;
        }
        if (told != null) {
            return told;
        }
        String[] fields = arn.split(":", 6);
        if (fields.length == 6 && !fields[4].isEmpty()) {
            return fields[4];
        }
        if (arn.equals("*") && own != null) {
            return own;
        }
        throw new CaseFormatException("request.resource.account is missing");
    }

    private static boolean exchangesToken(String action) {
        return action.toLowerCase(Locale.ROOT).startsWith("sts:assumerolewith");
    }

    /**
     * Adds what the ARN does not carry: the role's path, from the case or from {@code aws:PrincipalArn}, and the user
     * behind a federated user, who in a case is the user of the same name.
     */
    private static PolicyPrincipal refine(PolicyPrincipal principal, @Nullable String rolePath, ContextKeys keys) {
        if (principal.kind() == Kind.FEDERATED_USER) {
            return principal.withParentUserArn(
                    "arn:" + principal.partition() + ":iam::" + principal.account() + ":user/" + principal.name());
        }
        if (principal.kind() != Kind.ROLE_SESSION) {
            return principal;
        }
        if (rolePath != null) {
            return principal.withRolePath(rolePath);
        }
        String stated = keys.single("aws:PrincipalArn");
        String prefix = "arn:" + principal.partition() + ":iam::" + principal.account() + ":role/";
        boolean fits = stated != null && stated.startsWith(prefix) && stated.endsWith("/" + principal.name());
        return fits && stated != null ? principal.withRoleArn(stated) : principal;
    }

    private static ContextKeys context(@Nullable JsonNode node) throws CaseFormatException {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (node == null) {
            return keys.build();
        }
        for (Map.Entry<String, JsonNode> key :
                Members.of(node, "request.context").node().properties()) {
            JsonNode value = key.getValue();
            if (value.isArray()) {
                List<String> values = new ArrayList<>();
                for (JsonNode item : value) {
                    values.add(scalar(key.getKey(), item));
                }
                keys.putAll(key.getKey(), values);
            } else {
                keys.put(key.getKey(), scalar(key.getKey(), value));
            }
        }
        return keys.build();
    }

    private static String scalar(String key, JsonNode value) throws CaseFormatException {
        if (!value.isValueNode() || value.isNull()) {
            throw new CaseFormatException("request.context." + key + " must be a string or a list of strings");
        }
        return value.asText();
    }
}
