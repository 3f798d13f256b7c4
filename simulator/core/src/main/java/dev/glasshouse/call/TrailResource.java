package dev.glasshouse.call;

import org.jspecify.annotations.Nullable;

/**
 * A resource that an event names.
 *
 * @param arn its ARN
 * @param account its owner, or null where AWS leaves it out
 * @param type such as {@code AWS::KMS::Key}, or null where AWS leaves it out
 * @param prefix whether the ARN is but the beginning of those of many
 */
public record TrailResource(
        String arn, @Nullable String account, @Nullable String type, boolean prefix) {

    /** One resource. */
    public TrailResource(String arn, @Nullable String account, @Nullable String type) {
        this(arn, account, type, false);
    }

    /** All resources of a type whose ARNs begin alike. */
    public static TrailResource beginning(String prefix, String type) {
        return new TrailResource(prefix, null, type, true);
    }
}
