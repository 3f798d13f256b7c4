package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Parameter Store's rules for the policy by which a parameter is shared: it lets principals read that one parameter. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html">Working with
 * shared parameters</a>.
 */
final class ParameterPolicyRules {

    private static final Set<String> READS =
            Set.of("ssm:describeparameters", "ssm:getparameter", "ssm:getparameters", "ssm:getparameterhistory");

    private ParameterPolicyRules() {}

    static void check(String json, String arn, Predicate<String> exists, String text) throws PolicyRejectedException {
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null || !PolicySyntax.fits(tree, true) || tree.statements().isEmpty()) {
            throw new PolicyRejectedException(text);
        }
        for (JsonNode statement : tree.statements()) {
            List<String> actions = PolicyTree.texts(statement.get("Action"));
            boolean shares = statement.path("Effect").asText().equals("Allow")
                    && statement.has("Principal")
                    && PrincipalRules.firstBad(statement.path("Principal"), exists) == null
                    && !actions.isEmpty()
                    && actions.stream().allMatch(action -> READS.contains(action.toLowerCase(java.util.Locale.ROOT)))
                    && PolicyTree.texts(statement.get("Resource")).equals(List.of(arn));
            if (!shares) {
                throw new PolicyRejectedException(text);
            }
        }
    }
}
