package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.Destination;
import dev.glasshouse.api.s3.Metrics;
import dev.glasshouse.api.s3.ReplicationRule;
import dev.glasshouse.api.s3.ReplicationTime;
import dev.glasshouse.api.s3.ReplicationTimeValue;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a replication rule may lead to. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html">Destination</a>.
 */
final class ReplicationDestinations {

    private static final int MINUTES = 15;

    private ReplicationDestinations() {}

    /**
     * Refuses what S3 does of a destination as such.
     *
     * @param source the bucket whose objects are replicated
     * @param encrypted whether the rule speaks of objects under KMS keys, whose replicas need a key
     */
    static void require(String source, Destination destination, boolean encrypted) {
        String arn = destination.bucket();
        String name = BucketArns.name(arn);
        if (name == null) {
            throw S3Errors.invalidArgument("Invalid bucket ARN", "Bucket", arn);
        }
        if (!BucketNames.couldBe(name)) {
            throw S3Errors.invalidArgument("The specified bucket is not valid.", "Bucket", arn);
        }
        if (name.equals(source)) {
            throw S3Errors.invalidRequest("Destination bucket cannot be the same as the source bucket.");
        }
        boolean ownerless =
                destination.account() == null || destination.account().isEmpty();
        if (destination.accessControlTranslation() != null && ownerless) {
            throw S3Errors.invalidRequest(
                    "Account must be specified if the Owner in AccessControlTranslation has a value");
        }
        requireKey(destination, encrypted);
        requireTime(destination.replicationTime(), destination.metrics());
    }

    private static void requireKey(Destination destination, boolean encrypted) {
        if (destination.encryptionConfiguration() != null && !encrypted) {
            throw S3Errors.invalidRequest(
                    "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
        }
        String key = destination.encryptionConfiguration() == null
                ? null
                : destination.encryptionConfiguration().replicaKmsKeyID();
        if (encrypted && (key == null || key.isEmpty())) {
            throw S3Errors.invalidRequest(
                    "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.");
        }
        if (key != null && !key.isEmpty() && !BucketArns.isKmsKey(key)) {
            throw S3Errors.invalidArgument("Invalid ReplicaKmsKeyID ARN.", "ReplicaKmsKeyID", key);
        }
    }

    /** Replication time control comes with metrics, and both with 15 minutes. */
    private static void requireTime(@Nullable ReplicationTime time, @Nullable Metrics metrics) {
        if (time != null) {
            if (metrics == null) {
                throw S3Errors.invalidRequest(
                        "Replication destination must contain both ReplicationTime and Metrics or neither.");
            }
            if (!isQuarter(time.time())) {
                throw invalid("ReplicationTime", "Invalid time minute value");
            }
        }
        ReplicationTimeValue threshold = metrics == null ? null : metrics.eventThreshold();
        if (time == null || !"Enabled".equals(time.status())) {
            if (threshold != null) {
                throw invalid(
                        "Metrics",
                        "Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled");
            }
            return;
        }
        if (threshold == null || threshold.minutes() == null) {
            throw invalid("ReplicationMetrics", "ReplicationMetrics must contain an event threshold");
        }
        if (!isQuarter(threshold)) {
            throw invalid("ReplicationMetrics", "Invalid event threshold minute value");
        }
    }

    private static boolean isQuarter(ReplicationTimeValue value) {
        return value.minutes() != null && value.minutes() == MINUTES;
    }

    private static ServiceException invalid(String argument, String text) {
        return S3Errors.invalidArgument(text, argument);
    }

    /** Refuses destinations that are not there, or do not keep versions. */
    static void requireThere(WriteCall call, List<ReplicationRule> rules) {
        for (ReplicationRule rule : rules) {
            String name = String.valueOf(BucketArns.name(rule.destination().bucket()));
            BucketRow row = call.state()
                    .get(Buckets.TABLE, Scope.SANDBOX, name)
                    .orElseThrow(() -> S3Errors.invalidRequest("Destination bucket must exist."));
            if (!row.versioning().enabled()) {
                throw S3Errors.invalidRequest("Destination bucket must have versioning enabled.");
            }
        }
    }
}
