package dev.glasshouse.policy.validate;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import java.util.function.Predicate;

/**
 * Decides whether AWS would take a policy that is being written. What passes is compiled and returned, so that nothing
 * is ever stored that could not be read later.
 */
public final class PolicyValidator {

    private PolicyValidator() {}

    /**
     * A policy for a user, group or role, or a managed policy.
     *
     * @throws PolicyRejectedException with IAM's text for {@code MalformedPolicyDocument}
     */
    public static PolicyDocument validateIdentity(String json) throws PolicyRejectedException {
        IdentityPolicyRules.check(json);
        return compile(json, PolicyType.IDENTITY, IdentityPolicyRules.SYNTAX);
    }

    /**
     * A session policy of an STS call; short ARNs are not completed there.
     *
     * @throws PolicyRejectedException with the text for {@code MalformedPolicyDocument}
     */
    public static PolicyDocument validateSession(String json) throws PolicyRejectedException {
        IdentityPolicyRules.checkSession(json);
        return compile(json, PolicyType.SESSION, IdentityPolicyRules.SYNTAX);
    }

    /**
     * A role trust policy.
     *
     * @param exists whether an ARN or account names a principal that exists; asked for AWS principals only
     * @throws PolicyRejectedException with IAM's text for {@code MalformedPolicyDocument}
     */
    public static PolicyDocument validateTrust(String json, Predicate<String> exists) throws PolicyRejectedException {
        TrustPolicyRules.check(json, exists);
        return compile(json, PolicyType.TRUST, IdentityPolicyRules.SYNTAX);
    }

    /**
     * A bucket policy.
     *
     * @param bucket the name of the bucket that it is put on
     * @param exists whether an ARN, account or unique id names a principal that exists
     * @throws PolicyRejectedException with S3's text for {@code MalformedPolicy}
     */
    public static PolicyDocument validateBucket(String json, String bucket, Predicate<String> exists)
            throws PolicyRejectedException {
        BucketPolicyRules.check(json, bucket, exists);
        return compile(json, PolicyType.RESOURCE, BucketPolicyRules.SYNTAX);
    }

    /**
     * A policy of an S3 access point.
     *
     * @param arn the ARN of the access point that it is put on
     * @param exists whether an ARN, account or unique id names a principal that exists
     * @throws PolicyRejectedException with S3's text for {@code MalformedPolicy}
     */
    public static PolicyDocument validateAccessPoint(String json, String arn, Predicate<String> exists)
            throws PolicyRejectedException {
        BucketPolicyRules.checkAccessPoint(json, arn, exists);
        return compile(json, PolicyType.RESOURCE, BucketPolicyRules.SYNTAX);
    }

    /**
     * A key policy.
     *
     * @param exists whether an ARN, account or unique id names a principal that exists
     * @throws PolicyRejectedException with the text for {@code MalformedPolicyDocumentException}
     */
    public static PolicyDocument validateKey(String json, Predicate<String> exists) throws PolicyRejectedException {
        KeyPolicyRules.check(json, exists);
        return compile(json, PolicyType.KEY, KeyPolicyRules.SYNTAX);
    }

    /**
     * The resource policy of a secret.
     *
     * @param exists whether an ARN, account or unique id names a principal that exists
     * @param syntax the text for what is no policy
     * @throws PolicyRejectedException with Secrets Manager's text for {@code MalformedPolicyDocumentException}
     */
    public static PolicyDocument validateSecret(String json, Predicate<String> exists, String syntax)
            throws PolicyRejectedException {
        SecretPolicyRules.check(json, exists, syntax);
        return compile(json, PolicyType.RESOURCE, syntax);
    }

    /**
     * The policy by which a parameter of Systems Manager is shared.
     *
     * @param arn the parameter's ARN, the only resource it may name
     * @param exists whether an ARN, account or unique id names a principal that exists
     * @param text the text for what is not accepted
     * @throws PolicyRejectedException with the text
     */
    public static PolicyDocument validateParameter(String json, String arn, Predicate<String> exists, String text)
            throws PolicyRejectedException {
        ParameterPolicyRules.check(json, arn, exists, text);
        return compile(json, PolicyType.RESOURCE, text);
    }

    /**
     * A service control policy.
     *
     * @throws PolicyRejectedException with Organizations' text for {@code MalformedPolicyDocumentException}
     */
    public static PolicyDocument validateServiceControl(String json) throws PolicyRejectedException {
        ControlPolicyRules.checkService(json);
        return compile(json, PolicyType.SCP, ControlPolicyRules.INVALID);
    }

    /**
     * A resource control policy.
     *
     * @throws PolicyRejectedException with Organizations' text for {@code MalformedPolicyDocumentException}
     */
    public static PolicyDocument validateResourceControl(String json) throws PolicyRejectedException {
        ControlPolicyRules.checkResource(json);
        return compile(json, PolicyType.RCP, ControlPolicyRules.INVALID);
    }

    /**
     * A policy of another resource, such as a queue or a secret: any service, any action, a principal required.
     *
     * @throws PolicyRejectedException with the given text
     */
    public static PolicyDocument validateResource(String json, String text) throws PolicyRejectedException {
        return compile(json, PolicyType.RESOURCE, text);
    }

    /** The size that IAM's quotas count: all characters but white space. */
    public static int sizeWithoutWhitespace(String json) {
        return (int) json.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    private static PolicyDocument compile(String json, PolicyType type, String text) throws PolicyRejectedException {
        try {
            return PolicyDocument.parse(json, type);
        } catch (MalformedPolicyException malformed) {
            throw new PolicyRejectedException(text);
        }
    }
}
