package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** IAM's rules for policies of users, groups and roles, in IAM's order. */
final class IdentityPolicyRules {

    static final String SYNTAX = "Syntax errors in policy.";

    private IdentityPolicyRules() {}

    static void check(String json) throws PolicyRejectedException {
        PolicyTree tree = readable(json);
        if (!tree.root().path("Version").asText().equals("2012-10-17")) {
            throw new PolicyRejectedException("Policy document must be version 2012-10-17 or greater.");
        }
        LegacyParsing.check(tree);
        for (JsonNode statement : tree.statements()) {
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw new PolicyRejectedException("Policy document should not specify a principal.");
            }
        }
        String badResource = ResourceRules.firstBad(tree);
        sids(tree);
        for (JsonNode statement : tree.statements()) {
            if (PolicyTree.either(statement, "Action", "NotAction").isEmpty()) {
                throw new PolicyRejectedException("Policy statement must contain actions.");
            }
        }
        if (badResource != null) {
            throw new PolicyRejectedException(badResource);
        }
        for (JsonNode statement : tree.statements()) {
            for (String action : PolicyTree.either(statement, "Action", "NotAction")) {
                action(action);
            }
        }
        for (JsonNode statement : tree.statements()) {
            if (PolicyTree.either(statement, "Resource", "NotResource").isEmpty()) {
                throw new PolicyRejectedException("Policy statement must contain resources.");
            }
        }
    }

    /** The rules of a session policy: the same, and every ARN must have all its fields. */
    static void checkSession(String json) throws PolicyRejectedException {
        check(json);
        for (JsonNode statement : readable(json).statements()) {
            for (String resource : PolicyTree.either(statement, "Resource", "NotResource")) {
                if (!resource.equals("*") && resource.split(":", -1).length < 6) {
                    throw new PolicyRejectedException("Resource " + resource + " must be in ARN format or \"*\".");
                }
            }
        }
    }

    static PolicyTree readable(String json) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null || !PolicySyntax.fits(tree, PolicySyntax.Sids.ANY)) {
            throw new PolicyRejectedException(SYNTAX);
        }
        return tree;
    }

    static void sids(PolicyTree tree) throws PolicyRejectedException {
        Set<String> seen = new HashSet<>();
        for (JsonNode statement : tree.statements()) {
            if (!PolicySyntax.isSid(statement.path("Sid").asText(""), PolicySyntax.Sids.PLAIN)) {
                throw new PolicyRejectedException("Statement IDs (SID) must be alpha-numeric. Check that your input"
                        + " satisfies the regular expression [0-9A-Za-z]*");
            }
        }
        for (JsonNode statement : tree.statements()) {
            String sid = statement.path("Sid").asText("");
            if (!sid.isEmpty() && !seen.add(sid)) {
                throw new PolicyRejectedException("Statement IDs (SID) in a single policy must be unique.");
            }
        }
    }

    static void action(String action) throws PolicyRejectedException {
        int colon = action.indexOf(':');
        if (colon < 0) {
            if (action.equals("*")) {
                return;
            }
            throw new PolicyRejectedException(
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
        if (action.indexOf(':', colon + 1) >= 0) {
            throw new PolicyRejectedException("Actions/Condition can contain only one colon.");
        }
        String vendor = action.substring(0, colon);
        if (!action.equals("*:*") && (vendor.indexOf('*') >= 0 || vendor.indexOf('?') >= 0)) {
            throw new PolicyRejectedException("Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.");
        }
        if (!vendor.equals("*") && !isVendor(vendor)) {
            throw new PolicyRejectedException("Vendor " + vendor + " is not valid");
        }
        if (colon == action.length() - 1) {
            throw new PolicyRejectedException(SYNTAX);
        }
    }

    private static boolean isVendor(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
