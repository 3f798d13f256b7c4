package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.AbacStatus;
import dev.glasshouse.sandbox.StateReader;
import java.util.Map;

/**
 * Access by the tags of a bucket, which counts where it is enabled. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html">Enabling ABAC in general
 * purpose buckets</a>.
 */
final class BucketAbac {

    /** The kind of configuration that says whether it is. */
    static final String KIND = "abac";

    private BucketAbac() {}

    static AbacStatus status(StateReader state, String bucket) {
        return Configurations.get(state, bucket, KIND)
                .map(row -> Configurations.read(AbacStatus.class, row))
                .orElseGet(() -> new AbacStatus("Disabled"));
    }

    static boolean isEnabled(StateReader state, String bucket) {
        return "Enabled".equals(status(state, bucket).status());
    }

    /** The tags of a bucket that conditions see. */
    static Map<String, String> tags(StateReader state, BucketRow bucket) {
        Map<String, String> tags = bucket.tags();
        return tags == null || !isEnabled(state, bucket.name()) ? Map.of() : tags;
    }

    /** Refuses what only buckets without it know: their tags are set as those of other resources are. */
    static void requireDisabled(StateReader state, String bucket, String method) {
        if (isEnabled(state, bucket)) {
            throw S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    .with("Method", method)
                    .with("ResourceType", "BUCKET");
        }
    }
}
