package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** Secrets Manager's rules for resource policies: each statement has a principal that exists, an action and a resource. */
final class SecretPolicyRules {

    private SecretPolicyRules() {}

    static void check(String json, Predicate<String> exists, String syntax) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null || !PolicySyntax.fits(tree, true)) {
            throw new PolicyRejectedException(syntax);
        }
        for (JsonNode statement : tree.statements()) {
            JsonNode principal =
                    statement.has("Principal") ? statement.path("Principal") : statement.path("NotPrincipal");
            boolean whole = !principal.isMissingNode()
                    && (statement.has("Action") || statement.has("NotAction"))
                    && (statement.has("Resource") || statement.has("NotResource"));
            if (!whole) {
                throw new PolicyRejectedException(syntax);
            }
            if (PrincipalRules.firstBad(principal, exists) != null) {
                throw new PolicyRejectedException("This resource policy contains an unsupported principal.");
            }
        }
    }
}
