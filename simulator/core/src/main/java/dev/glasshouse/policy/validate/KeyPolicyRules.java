package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** KMS's rules for key policies; its text about principals is published, its others follow IAM's. */
final class KeyPolicyRules {

    static final String SYNTAX = "Syntax errors in policy.";

    private KeyPolicyRules() {}

    static void check(String json, Predicate<String> exists) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null || !PolicySyntax.fits(tree, true)) {
            throw new PolicyRejectedException(SYNTAX);
        }
        for (JsonNode statement : tree.statements()) {
            JsonNode principal =
                    statement.has("Principal") ? statement.path("Principal") : statement.path("NotPrincipal");
            if (principal.isMissingNode() || PrincipalRules.firstBad(principal, exists) != null) {
                throw new PolicyRejectedException("Policy contains a statement with one or more invalid principals.");
            }
        }
    }
}
