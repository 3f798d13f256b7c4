package dev.glasshouse.call;

import dev.glasshouse.sandbox.Sandbox;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trail's events that no call made: what a service did by itself. See AWS's
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html">AWS service
 * events</a>. The gateway implements it.
 */
public interface ServiceEvents {

    /**
     * Something that a service did.
     *
     * @param source the service as the trail names it: {@code secretsmanager.amazonaws.com}
     * @param name the event's name: {@code RotationSucceeded}
     * @param account whose resource it was done to
     * @param region where
     * @param additional what the event says besides, in the order of the map
     * @param error why it failed, or null
     */
    record Happening(
            String source,
            String name,
            String account,
            String region,
            Map<String, String> additional,
            @Nullable String error) {}

    /** Writes an event into the trail. */
    void record(Sandbox sandbox, Instant time, Happening happening);
}
