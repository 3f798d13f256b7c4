package dev.glasshouse.call;

import org.jspecify.annotations.Nullable;

/**
 * A resource that an event names.
 *
 * @param arn its ARN
 * @param account its owner, or null where AWS leaves it out
 * @param type such as {@code AWS::KMS::Key}, or null where AWS leaves it out
 */
public record TrailResource(
        String arn, @Nullable String account, @Nullable String type) {}
