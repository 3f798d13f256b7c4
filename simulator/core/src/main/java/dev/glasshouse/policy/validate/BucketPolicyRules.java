package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** S3's rules for bucket policies. Some of the texts are published, the order of the checks is not. */
final class BucketPolicyRules {

    static final String NOT_JSON = "Policies must be valid JSON and the first byte must be '{'";

    private BucketPolicyRules() {}

    static void check(String json, String bucket, Predicate<String> exists) throws PolicyRejectedException {
        PolicyTree tree = json.startsWith("{") ? PolicyTree.read(json) : null;
        if (tree == null) {
            throw new PolicyRejectedException(NOT_JSON);
        }
        known(tree.root(), PolicySyntax.TOP);
        JsonNode version = tree.root().path("Version");
        if (!version.isMissingNode()
                && !version.asText().equals("2012-10-17")
                && !version.asText().equals("2008-10-17")) {
            throw new PolicyRejectedException("The policy must contain a valid version string");
        }
        if (tree.statements().isEmpty()) {
            throw new PolicyRejectedException("Missing required field Statement");
        }
        for (JsonNode statement : tree.statements()) {
            statement(statement, bucket, exists);
        }
    }

    private static void known(JsonNode node, Set<String> names) throws PolicyRejectedException {
        String unknown = PolicyTree.unknown(node, names);
        if (unknown != null) {
            throw new PolicyRejectedException("Unknown field " + unknown);
        }
    }

    private static void statement(JsonNode statement, String bucket, Predicate<String> exists)
            throws PolicyRejectedException {
        if (!statement.isObject()) {
            throw new PolicyRejectedException(NOT_JSON);
        }
        known(statement, PolicySyntax.STATEMENT);
        require(statement, "Effect", "Effect");
        require(statement, "Principal", "NotPrincipal");
        require(statement, "Action", "NotAction");
        require(statement, "Resource", "NotResource");
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyRejectedException("Invalid effect: " + effect);
        }
        JsonNode principal = statement.has("Principal") ? statement.path("Principal") : statement.path("NotPrincipal");
        boolean allowsOthers = statement.has("NotPrincipal") && effect.equals("Allow");
        if (allowsOthers || PrincipalRules.firstBad(principal, exists) != null) {
            throw new PolicyRejectedException("Invalid principal in policy");
        }
        conditions(statement.path("Condition"));
        List<String> actions = PolicyTree.either(statement, "Action", "NotAction");
        List<String> resources = PolicyTree.either(statement, "Resource", "NotResource");
        actions(actions);
        resources(resources, bucket);
        if (statement.has("Action") && statement.has("Resource")) {
            applies(actions, resources);
        }
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
            throw new PolicyRejectedException("Policy has an invalid condition key");
        }
    }

    private static void actions(List<String> actions) throws PolicyRejectedException {
        if (actions.isEmpty()) {
            throw new PolicyRejectedException("Policy has invalid action");
        }
        for (String action : actions) {
            if (!action.equals("*") && !S3Actions.isKnown(action)) {
                throw new PolicyRejectedException("Policy has invalid action");
            }
        }
    }

    private static void resources(List<String> resources, String bucket) throws PolicyRejectedException {
        boolean fits = !resources.isEmpty();
        for (String resource : resources) {
            String[] fields = resource.split(":", 6);
            fits &= fields.length == 6
                    && fields[0].equals("arn")
                    && fields[2].equals("s3")
                    && fields[3].isEmpty()
                    && fields[4].isEmpty()
                    && namesBucket(fields[5], bucket);
        }
        if (!fits) {
            throw new PolicyRejectedException("Policy has invalid resource");
        }
    }

    private static boolean namesBucket(String resource, String bucket) {
        int slash = resource.indexOf('/');
        String name = slash < 0 ? resource : resource.substring(0, slash);
        return Glob.compile(name).matches(bucket) || Glob.compile(resource).matches(bucket + "/");
    }

    /** Each action must be one of buckets where a bucket is named, or one of objects where objects are. */
    private static void applies(List<String> actions, List<String> resources) throws PolicyRejectedException {
        boolean buckets = false;
        boolean objects = false;
        for (String resource : resources) {
            String name = resource.substring(resource.lastIndexOf(":::") + 3);
            buckets |= name.indexOf('/') < 0;
            objects |= name.indexOf('/') >= 0 || name.endsWith("*");
        }
        for (String action : actions) {
            boolean applies = action.equals("*")
                    || (buckets && S3Actions.ofBuckets(action))
                    || (objects && S3Actions.ofObjects(action));
            if (!applies) {
                throw new PolicyRejectedException("Action does not apply to any resource(s) in statement");
            }
        }
    }
}
