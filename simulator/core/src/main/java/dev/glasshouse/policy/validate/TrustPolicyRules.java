package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;

/** IAM's rules for role trust policies. The order of the checks is not published; this follows the identity rules. */
final class TrustPolicyRules {

    private TrustPolicyRules() {}

    static void check(String json, Predicate<String> exists) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null) {
            throw new PolicyRejectedException("This policy contains invalid Json");
        }
        if (!PolicySyntax.fits(tree)) {
            throw new PolicyRejectedException(IdentityPolicyRules.SYNTAX);
        }
        LegacyParsing.check(tree);
        for (JsonNode statement : tree.statements()) {
            prohibited(statement, "Resource");
            prohibited(statement, "NotResource");
            prohibited(statement, "NotPrincipal");
            if (!statement.has("Principal")) {
                throw new PolicyRejectedException("Missing required field Principal");
            }
        }
        IdentityPolicyRules.sids(tree);
        for (JsonNode statement : tree.statements()) {
            actions(statement);
        }
        for (JsonNode statement : tree.statements()) {
            String bad = PrincipalRules.firstBad(statement.path("Principal"), exists);
            if (bad != null) {
                throw new PolicyRejectedException("Invalid principal in policy: " + bad);
            }
        }
    }

    private static void prohibited(JsonNode statement, String element) throws PolicyRejectedException {
        if (statement.has(element)) {
            throw new PolicyRejectedException("Has prohibited field " + element);
        }
    }

    private static void actions(JsonNode statement) throws PolicyRejectedException {
        if (PolicyTree.either(statement, "Action", "NotAction").isEmpty()) {
            throw new PolicyRejectedException("Policy statement must contain actions.");
        }
        for (String action : PolicyTree.either(statement, "Action", "NotAction")) {
            IdentityPolicyRules.action(action);
            if (!action.toLowerCase(Locale.ROOT).startsWith("sts:")) {
                throw new PolicyRejectedException("AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }
}
