package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.GetBucketVersioningOutput;
import dev.glasshouse.api.s3.GetBucketVersioningRequest;
import dev.glasshouse.api.s3.PutBucketVersioningRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;

/** Whether a bucket keeps versions. */
final class VersioningOperations {

    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    private final MfaDelete mfa;

    VersioningOperations(MfaDelete mfa) {
        this.mfa = mfa;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketVersioning",
                        (GetBucketVersioningRequest in, Call call) -> Buckets.plan(
                                call,
                                Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                                "GetBucketVersioning"),
                        (in, call) -> {
                            BucketRow.Versioning now =
                                    Buckets.find(call, in.bucket()).versioning();
                            String mfaDelete = now.mfaDelete() == null ? null : now.mfaDelete() ? ENABLED : DISABLED;
                            return new GetBucketVersioningOutput(now.status(), mfaDelete);
                        }),
                change(
                        "PutBucketVersioning",
                        (PutBucketVersioningRequest in, Call call) -> Buckets.plan(
                                call,
                                Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                                "PutBucketVersioning"),
                        this::put));
    }

    private void put(PutBucketVersioningRequest in, WriteCall call) {
        BucketRow bucket = Buckets.find(call, in.bucket());
        String status = in.versioningConfiguration().status();
        if (status == null) {
            throw S3Errors.of(
                    "IllegalVersioningConfigurationException", 400, "The Versioning element must be specified");
        }
        String asked = in.versioningConfiguration().mfaDelete();
        boolean wasOn = Boolean.TRUE.equals(bucket.versioning().mfaDelete());
        if (wasOn || asked != null && asked.equals(ENABLED)) {
            mfa.requireCode(call, bucket, in.mfa());
        }
        if (!status.equals(ENABLED) && ObjectLocks.enabled(call, in.bucket())) {
            throw S3Errors.of(
                    "InvalidBucketState",
                    409,
                    "An Object Lock configuration is present on this bucket, so the versioning state cannot be"
                            + " changed.");
        }
        if (!status.equals(ENABLED)
                && Configurations.get(call.state(), in.bucket(), Configurations.REPLICATION)
                        .isPresent()) {
            throw S3Errors.of(
                    "InvalidBucketState",
                    409,
                    "A replication configuration is present on this bucket, so you cannot change the versioning state."
                            + " To change the versioning state, first delete the replication configuration.");
        }
        Boolean mfaDelete = asked == null ? bucket.versioning().mfaDelete() : Boolean.valueOf(asked.equals(ENABLED));
        call.tx()
                .put(
                        Buckets.TABLE,
                        Scope.SANDBOX,
                        in.bucket(),
                        bucket.withVersioning(new BucketRow.Versioning(status, mfaDelete)));
    }
}
