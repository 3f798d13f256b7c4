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
            statement(statement, target, exists);
        }
    }

    private static void known(JsonNode node, Set<String> names) throws PolicyRejectedException {
        String unknown = PolicyTree.unknown(node, names);
        if (unknown != null) {
            throw new PolicyRejectedException("Unknown field " + unknown);
        }
    }

    private static void statement(JsonNode statement, Target target, Predicate<String> exists)
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
        resources(resources, target);
        if (statement.has("Action") && statement.has("Resource")) {
            applies(actions, resources, target);
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
