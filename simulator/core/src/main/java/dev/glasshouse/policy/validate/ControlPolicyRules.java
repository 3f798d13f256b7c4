package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.RcpServices;
import java.util.Locale;

/** Organizations' rules for service and resource control policies; it gives one text for all that is wrong. */
final class ControlPolicyRules {

    static final String INVALID =
            "The provided policy document does not meet the requirements of the specified policy type.";

    private ControlPolicyRules() {}

    static void checkService(String json) throws PolicyRejectedException {
        for (JsonNode statement : readable(json).statements()) {
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw new PolicyRejectedException(INVALID);
            }
        }
    }

    static void checkResource(String json) throws PolicyRejectedException {
        PolicyTree tree = readable(json);
        boolean fits = tree.root().path("Version").asText().equals("2012-10-17");
        for (JsonNode statement : tree.statements()) {
            fits &= statement.path("Effect").asText().equals("Deny")
                    && statement.path("Principal").asText().equals("*")
                    && !statement.has("NotPrincipal")
                    && !statement.has("NotAction")
                    && (statement.has("Resource") || statement.has("NotResource"));
            for (String action : PolicyTree.texts(statement.get("Action"))) {
                fits &= isReached(action);
            }
        }
        if (!fits) {
            throw new PolicyRejectedException(INVALID);
        }
    }

    /** Whether a resource control policy may name the action: a listed service, never {@code *} alone. */
    private static boolean isReached(String action) {
        int colon = action.indexOf(':');
        return colon > 0 && RcpServices.supports(action.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    private static PolicyTree readable(String json) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null || !PolicySyntax.fits(tree)) {
            throw new PolicyRejectedException(INVALID);
        }
        return tree;
    }
}
