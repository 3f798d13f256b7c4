package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.reference.ConditionKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * S3's rules for the condition keys of a bucket policy: they exist, and each action of their statement has them. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html">Bucket policy examples using
 * condition keys</a>.
 */
final class BucketPolicyKeys {

    private static final String INVALID = "Policy has an invalid condition key";

    private static final String PREFIX = "s3:";

    /** Keys that every request to a bucket or an object can have. */
    private static final Set<String> COMMON = Set.of(
            "s3:accesspointnetworkorigin",
            "s3:authtype",
            "s3:dataaccesspointaccount",
            "s3:dataaccesspointarn",
            "s3:resourceaccount",
            "s3:signatureage",
            "s3:signatureversion",
            "s3:tlsversion",
            "s3:x-amz-content-sha256");

    private BucketPolicyKeys() {}

    /** The keys of a condition, as they are written. */
    static List<String> of(JsonNode condition) {
        List<String> keys = new ArrayList<>();
        condition.forEach(operator -> operator.fieldNames().forEachRemaining(keys::add));
        return keys;
    }

    /**
     * Refuses a key that S3 would have and does not. S3 takes whatever is written as a global key, which no request has then;
     * those of other services are theirs to know.
     */
    static void requireKnown(String key) throws PolicyRejectedException {
        boolean known = ConditionKeys.isGlobal(key) || ConditionKeys.exists(key).orElse(true);
        if (key.indexOf(':') < 0 || !known) {
            throw new PolicyRejectedException(INVALID, key);
        }
    }

    /**
     * Refuses a key of S3 that some action does not have; of the actions that a wildcard stands for, one with it will do.
     *
     * @param known the actions of what the policy is put on
     * @param objects whether the statement names objects
     * @param itself whether the statement names the bucket or access point
     */
    static void requireApplies(String key, List<String> actions, S3Actions known, boolean objects, boolean itself)
            throws PolicyRejectedException {
        String lower = key.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX) || COMMON.contains(lower) || lower.startsWith("s3:buckettag/")) {
            return;
        }
        for (String action : actions) {
            boolean wild = action.indexOf('*') >= 0 || action.indexOf('?') >= 0;
            if (known.standsFor(action, objects || !wild, itself || !wild).stream()
                    .noneMatch(name -> ConditionKeys.isOf(name, key))) {
                throw new PolicyRejectedException(
                        "Conditions do not apply to combination of actions and resources in statement");
            }
        }
    }
}
