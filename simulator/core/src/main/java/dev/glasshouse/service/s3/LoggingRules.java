package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.LoggingEnabled;
import dev.glasshouse.api.s3.TargetGrant;
import dev.glasshouse.api.s3.TargetObjectKeyFormat;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Where S3 lets a bucket's access be logged: in a bucket of the same account and Region that the delivery of logs may write
 * to. See <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html">Enabling server
 * access logging</a>.
 */
final class LoggingRules {

    private static final String INVALID_TARGET = "InvalidTargetBucketForLogging";

    private final AclRequests requests;

    /**
     * The rules.
     *
     * @param requests who may be named in grants
     */
    LoggingRules(AclRequests requests) {
        this.requests = requests;
    }

    void require(WriteCall call, BucketRow bucket, LoggingEnabled asked) {
        requireKeyFormat(asked.targetObjectKeyFormat());
        for (TargetGrant grant : Records.list(asked.targetGrants())) {
            if (grant.grantee() == null || grant.permission() == null) {
                throw S3Errors.malformedXml();
            }
            requests.requireGrantee(call.state(), grant.grantee());
        }
        BucketRow target = call.state()
                .get(Buckets.TABLE, Scope.SANDBOX, asked.targetBucket())
                .orElseThrow(() -> invalid("The target bucket for logging does not exist", asked));
        if (!target.account().equals(bucket.account())) {
            throw invalid("The owner for the bucket to be logged and the target bucket must be the same.", asked);
        }
        if (!target.region().equals(bucket.region())) {
            ServiceException fault =
                    S3Errors.of("CrossLocationLoggingProhibitted", 403, "Cross S3 location logging not allowed. ");
            throw (bucket.region().equals("us-east-1") ? fault : fault.with("SourceBucketLocation", bucket.region()))
                    .with("TargetBucketLocation", target.region());
        }
        if (Ownership.disablesAcls(target)
                && !Records.list(asked.targetGrants()).isEmpty()) {
            throw S3Errors.of(
                    "AccessControlListNotSupported",
                    400,
                    "Target grants not allowed for bucket owner enforced buckets");
        }
        if (!delivers(call, target)) {
            throw invalid(
                    "You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket", asked);
        }
    }

    private static void requireKeyFormat(@Nullable TargetObjectKeyFormat format) {
        if (format != null && (format.simplePrefix() == null) == (format.partitionedPrefix() == null)) {
            throw S3Errors.malformedXml();
        }
    }

    /** Whether logs may be delivered for all that can be seen now; what a policy lets be shows only then. */
    private static boolean delivers(WriteCall call, BucketRow target) {
        Acl acl = BucketAccess.acl(call.state(), target);
        return Ownership.disablesAcls(target)
                || target.policy() != null
                || gives(acl, Acl.WRITE) && gives(acl, Acl.READ_ACP);
    }

    private static boolean gives(Acl acl, String permission) {
        return acl.givesToService(permission, "logging.s3.amazonaws.com");
    }

    private static ServiceException invalid(String text, LoggingEnabled asked) {
        return S3Errors.of(INVALID_TARGET, 400, text).with("TargetBucket", asked.targetBucket());
    }
}
