package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;

/** Who may be named in the policies of buckets and access points, and whether such a policy is one. */
final class Principals {

    private final Identities identities;
    private final AclRequests accounts;

    Principals(Identities identities, AclRequests accounts) {
        this.identities = identities;
        this.accounts = accounts;
    }

    private boolean exists(Call call, String principal) {
        return accounts.isCanonicalId(call.state(), principal) || identities.exists(call.state(), principal);
    }

    /** A bucket policy that is to be put, compiled. */
    PolicyDocument validated(Call call, String policy, String bucket) {
        try {
            return PolicyValidator.validateBucket(policy, bucket, principal -> exists(call, principal));
        } catch (PolicyRejectedException e) {
            throw malformed(e);
        }
    }

    private static ServiceException malformed(PolicyRejectedException e) {
        ServiceException error = S3Errors.of("MalformedPolicy", 400, e.text());
        String detail = e.detail();
        return detail == null || detail.isEmpty() ? error : error.with("Detail", detail);
    }

    /** A valid policy of a bucket or an access point in the form in which it is kept. */
    String kept(Call call, String policy) {
        String text = new BucketPolicyText(id -> accounts.named(call.state(), id)).of(policy);
        return identities.pinned(call.state(), text);
    }

    /** A kept policy as it is given back. */
    String shown(Call call, String policy) {
        return identities.shown(call.state(), policy);
    }

    /** A policy that is to be put on an access point, compiled. */
    PolicyDocument validatedOfAccessPoint(Call call, String policy, String arn) {
        try {
            return PolicyValidator.validateAccessPoint(policy, arn, principal -> exists(call, principal));
        } catch (PolicyRejectedException e) {
            throw malformed(e);
        }
    }
}
