package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.PolicyElements;
import dev.glasshouse.policy.reference.ServicePrincipals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** S3's rules for bucket policies. Some of the texts are published, the order of the checks is not. */
final class BucketPolicyRules {

    private static final String NOT_JSON = "Policies must be valid JSON and the first byte must be '{'";

    /** The text for what is JSON and no policy. */
    static final String SYNTAX = "Invalid policy syntax.";

    private static final String BROKEN_JSON = "This policy contains invalid Json";

    /** The most bytes of a policy, white space left out. */
    private static final int MOST_BYTES = 20 * 1024;

    private BucketPolicyRules() {}

    static void check(String json, String bucket, Predicate<String> exists) throws PolicyRejectedException {
        check(json, new S3PolicyTarget.Bucket(bucket), exists);
    }

    static void checkAccessPoint(String json, String arn, Predicate<String> exists) throws PolicyRejectedException {
        check(json, new S3PolicyTarget.AccessPoint(arn), exists);
    }

    private static void check(String json, S3PolicyTarget target, Predicate<String> exists)
            throws PolicyRejectedException {
        if (!json.startsWith("{")) {
            throw new PolicyRejectedException(NOT_JSON);
        }
        PolicyTree tree = PolicyTree.read(json);
        if (tree == null) {
            throw new PolicyRejectedException(BROKEN_JSON);
        }
        if (tree.root().toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new PolicyRejectedException("Policy exceeds the maximum allowed document size.");
        }
        known(tree.root(), PolicyElements.DOCUMENT);
        JsonNode version = tree.root().path("Version");
        if (!version.isMissingNode()
                && !version.asText().equals("2012-10-17")
                && !version.asText().equals("2008-10-17")) {
            throw new PolicyRejectedException("The policy must contain a valid version string");
        }
        if (!tree.root().has("Statement")) {
            throw new PolicyRejectedException("Missing required field Statement");
        }
        if (tree.statements().isEmpty()) {
            throw new PolicyRejectedException("Could not parse the policy: Statement is empty!");
        }
        for (JsonNode statement : tree.statements()) {
            statement(statement, target, exists);
        }
    }

    private static void known(JsonNode node, List<String> names) throws PolicyRejectedException {
        String unknown = PolicyTree.unknown(node, names);
        if (unknown != null) {
            throw new PolicyRejectedException("Unknown field " + unknown);
        }
    }

    private static void statement(JsonNode statement, S3PolicyTarget target, Predicate<String> exists)
            throws PolicyRejectedException {
        if (!statement.isObject()) {
            throw new PolicyRejectedException(BROKEN_JSON);
        }
        known(statement, PolicyElements.STATEMENT);
        require(statement, "Effect", "Effect");
        require(statement, "Principal", "NotPrincipal");
        require(statement, "Action", "NotAction");
        require(statement, "Resource", "NotResource");
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyRejectedException("Invalid effect: " + effect);
        }
        JsonNode principal = statement.has("Principal") ? statement.path("Principal") : statement.path("NotPrincipal");
        if (statement.has("NotPrincipal") && effect.equals("Allow")) {
            throw new PolicyRejectedException("Allow with NotPrincipal is not allowed.");
        }
        if (isEmpty(principal)) {
            throw new PolicyRejectedException("Missing required field Principal cannot be empty!");
        }
        principals(principal, exists);
        JsonNode condition = statement.path("Condition");
        conditions(condition);
        List<String> actions = PolicyTree.either(statement, "Action", "NotAction");
        List<String> resources = PolicyTree.either(statement, "Resource", "NotResource");
        actions(actions, target);
        resources(resources, target);
        if (statement.has("Action") && statement.has("Resource")) {
            // a key that an action does not have is told before an action that the resource does not have
            for (String key : BucketPolicyKeys.of(condition)) {
                BucketPolicyKeys.requireApplies(
                        key,
                        actions,
                        target.actions(),
                        resources.stream().anyMatch(target::isObject),
                        resources.stream().anyMatch(target::isItself));
            }
            applies(actions, resources, target);
        }
    }

    private static void principals(JsonNode principal, Predicate<String> exists) throws PolicyRejectedException {
        String bad = PrincipalRules.firstBad(principal, exists, ServicePrincipals::exists);
        if (bad != null) {
            throw new PolicyRejectedException("Invalid principal in policy", bad.replaceFirst("\":", "\" : "));
        }
    }

    /** Whether nobody is named, or nobody of a kind that is. */
    private static boolean isEmpty(JsonNode principal) {
        if (principal.isTextual()) {
            return principal.textValue().isEmpty();
        }
        if (principal.isObject()) {
            for (JsonNode kind : principal) {
                if (kind.isArray() && kind.isEmpty()) {
                    return true;
                }
            }
        }
        return principal.isObject() && principal.isEmpty();
    }

    private static void require(JsonNode statement, String plain, String not) throws PolicyRejectedException {
        if (!statement.has(plain) && !statement.has(not)) {
            throw new PolicyRejectedException("Missing required field " + plain);
        }
    }

    private static void conditions(JsonNode condition) throws PolicyRejectedException {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            if (!PolicySyntax.isOperator(operator.getKey())) {
                throw new PolicyRejectedException("Invalid Condition type : " + operator.getKey());
            }
        }
        if (!condition.isMissingNode() && !PolicySyntax.condition(condition)) {
            throw new PolicyRejectedException(SYNTAX);
        }
        for (String key : BucketPolicyKeys.of(condition)) {
            BucketPolicyKeys.requireKnown(key);
        }
        BucketPolicyValues.check(condition);
    }

    private static void actions(List<String> actions, S3PolicyTarget target) throws PolicyRejectedException {
        if (actions.isEmpty()) {
            throw new PolicyRejectedException("Policy has invalid action");
        }
        for (String action : actions) {
            // those of buckets are actions to an access point too, though none that can be granted on it
            if (!action.equals("*") && !target.actions().isKnown(action) && !S3Actions.OF_BUCKETS.isKnown(action)) {
                throw new PolicyRejectedException("Policy has invalid action", action);
            }
        }
    }

    private static void resources(List<String> resources, S3PolicyTarget target) throws PolicyRejectedException {
        if (resources.isEmpty()) {
            throw new PolicyRejectedException("Policy has invalid resource");
        }
        for (String resource : resources) {
            if (!target.names(resource)) {
                throw new PolicyRejectedException("Policy has invalid resource", resource);
            }
        }
    }

    /** Each action must be one of the target where it is named, or one of objects where objects are. */
    private static void applies(List<String> actions, List<String> resources, S3PolicyTarget target)
            throws PolicyRejectedException {
        boolean itself = resources.stream().anyMatch(target::isItself);
        boolean objects = resources.stream().anyMatch(target::isObject);
        for (String action : actions) {
            boolean applies = action.equals("*")
                    || (itself && target.actions().ofItself(action))
                    || (objects && target.actions().ofObjects(action));
            if (!applies) {
                throw new PolicyRejectedException("Action does not apply to any resource(s) in statement");
            }
        }
    }
}
