package dev.glasshouse.service.s3;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.call.WriteCall;
import org.jspecify.annotations.Nullable;

/**
 * MFA delete: where it is on, only the root user of the bucket's account deletes versions and changes versioning, and brings
 * a code of its device. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html">Configuring MFA
 * delete</a>.
 */
final class MfaDelete {

    private final MfaDevices devices;

    MfaDelete(MfaDevices devices) {
        this.devices = devices;
    }

    /** Takes the code of a request that deletes a version, where the bucket wants one. */
    void require(WriteCall call, BucketRow bucket, @Nullable String header) {
        if (Boolean.TRUE.equals(bucket.versioning().mfaDelete())) {
            requireCode(call, bucket, header);
        }
    }

    /** Takes the code of a request that changes MFA delete, or versioning where MFA delete is on. */
    void requireCode(WriteCall call, BucketRow bucket, @Nullable String header) {
        boolean root = call.caller().kind() == Caller.Kind.ROOT
                && call.caller().account().equals(bucket.account());
        if (!root) {
            throw S3Errors.of("AccessDenied", 403, "This operation may only be performed by root account");
        }
        String[] parts = header == null ? new String[0] : header.trim().split(" +", 2);
        boolean good = parts.length == 2 && devices.take(call.tx(), bucket.account(), null, parts[0], parts[1].trim());
        if (!good) {
            throw S3Errors.of("AccessDenied", 403, "Mfa Authentication must be used for this request");
        }
    }
}
