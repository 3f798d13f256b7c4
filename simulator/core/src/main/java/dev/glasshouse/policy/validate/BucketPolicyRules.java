package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.PolicyElements;
import dev.glasshouse.policy.match.Glob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** S3's rules for bucket policies. Some of the texts are published, the order of the checks is not. */
final class BucketPolicyRules {

    static final String NOT_JSON = "Policies must be valid JSON and the first byte must be '{'";

    private static final String BROKEN_JSON = "This policy contains invalid Json";

    /** The most bytes of a policy, white space left out. */
    private static final int MOST_BYTES = 20 * 1024;

    private BucketPolicyRules() {}

    /** What a policy is put on: it tells which of a statement's resources are its own, and which of these are objects. */
    private interface Target {
        boolean names(String resource);

        boolean isObject(String resource);

        boolean isItself(String resource);
    }

    static void check(String json, String bucket, Predicate<String> exists) throws PolicyRejectedException {
        check(json, new OfBucket(bucket), exists);
    }

    static void checkAccessPoint(String json, String arn, Predicate<String> exists) throws PolicyRejectedException {
        check(json, new OfAccessPoint(arn), exists);
    }

    private record OfBucket(String bucket) implements Target {
        @Override
        public boolean names(String resource) {
            String[] fields = resource.split(":", 6);
            return fields.length == 6
                    && fields[0].equals("arn")
                    && fields[2].equals("s3")
                    && fields[3].isEmpty()
                    && fields[4].isEmpty()
                    && namesBucket(fields[5], bucket);
        }

        private static String name(String resource) {
            return resource.substring(resource.lastIndexOf(":::") + 3);
        }

        @Override
        public boolean isObject(String resource) {
            return name(resource).indexOf('/') >= 0 || name(resource).endsWith("*");
        }

        @Override
        public boolean isItself(String resource) {
            return name(resource).indexOf('/') < 0;
        }
    }

    private record OfAccessPoint(String arn) implements Target {
        @Override
        public boolean names(String resource) {
            return Glob.compile(resource).matches(arn) || resource.startsWith(arn + "/object/");
        }

        @Override
        public boolean isObject(String resource) {
            return resource.startsWith(arn + "/object/")
                    || Glob.compile(resource).matches(arn + "/object/");
        }

        @Override
        public boolean isItself(String resource) {
            return Glob.compile(resource).matches(arn);
        }
    }

    private static void check(String json, Target target, Predicate<String> exists) throws PolicyRejectedException {
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

    private static void statement(JsonNode statement, Target target, Predicate<String> exists)
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
        if (principal.isObject() && principal.isEmpty()
                || principal.isTextual() && principal.textValue().isEmpty()) {
            throw new PolicyRejectedException("Missing required field Principal cannot be empty!");
        }
        if (PrincipalRules.firstBad(principal, exists) != null) {
            throw new PolicyRejectedException("Invalid principal in policy");
        }
        JsonNode condition = statement.path("Condition");
        conditions(condition);
        List<String> actions = PolicyTree.either(statement, "Action", "NotAction");
        List<String> resources = PolicyTree.either(statement, "Resource", "NotResource");
        actions(actions);
        resources(resources, target);
        if (statement.has("Action") && statement.has("Resource")) {
            applies(actions, resources, target);
            for (String key : BucketPolicyKeys.of(condition)) {
                BucketPolicyKeys.requireApplies(
                        key,
                        actions,
                        resources.stream().anyMatch(target::isObject),
                        resources.stream().anyMatch(target::isItself));
            }
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
            throw new PolicyRejectedException(BucketPolicyKeys.INVALID);
        }
        for (String key : BucketPolicyKeys.of(condition)) {
            BucketPolicyKeys.requireKnown(key);
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

    private static void resources(List<String> resources, Target target) throws PolicyRejectedException {
        if (resources.isEmpty() || !resources.stream().allMatch(target::names)) {
            throw new PolicyRejectedException("Policy has invalid resource");
        }
    }

    private static boolean namesBucket(String resource, String bucket) {
        int slash = resource.indexOf('/');
        String name = slash < 0 ? resource : resource.substring(0, slash);
        return Glob.compile(name).matches(bucket) || Glob.compile(resource).matches(bucket + "/");
    }

    /** Each action must be one of buckets where a bucket is named, or one of objects where objects are. */
    private static void applies(List<String> actions, List<String> resources, Target target)
            throws PolicyRejectedException {
        boolean buckets = resources.stream().anyMatch(target::isItself);
        boolean objects = resources.stream().anyMatch(target::isObject);
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
