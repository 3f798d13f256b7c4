package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;

/** Who may be named in the policies of buckets and access points, and whether such a policy is one. */
final class Principals {

    private final Identities identities;

    Principals(Identities identities) {
        this.identities = identities;
    }

    /** A bucket policy that is to be put, compiled. */
    PolicyDocument validated(Call call, String policy, String bucket) {
        try {
            return PolicyValidator.validateBucket(
                    policy, bucket, principal -> identities.exists(call.state(), principal));
        } catch (PolicyRejectedException e) {
            throw S3Errors.of("MalformedPolicy", 400, e.text());
        }
    }

    /** A policy that is to be put on an access point, compiled. */
    PolicyDocument validatedOfAccessPoint(Call call, String policy, String arn) {
        try {
            return PolicyValidator.validateAccessPoint(
                    policy, arn, principal -> identities.exists(call.state(), principal));
        } catch (PolicyRejectedException e) {
            throw S3Errors.of("MalformedPolicy", 400, e.text());
        }
    }
}
