package dev.glasshouse.call;

import dev.glasshouse.sandbox.Sandbox;
import java.time.Instant;
import java.util.List;
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
     * @param by who is said to have done it: the service again, or {@code AWS Internal}
     * @param name the event's name: {@code RotationSucceeded}
     * @param account whose resource it was done to
     * @param region where
     * @param resources what it was done to; none where the service does not say
     * @param additional the event's {@code additionalEventData}, in the order of the map
     * @param details the event's {@code serviceEventDetails}, in the order of the map
     * @param error why it failed, or null
     */
    record Happening(
            String source,
            String by,
            String name,
            String account,
            String region,
            List<TrailResource> resources,
            Map<String, String> additional,
            Map<String, String> details,
            @Nullable String error) {

        public Happening {
            resources = List.copyOf(resources);
        }

        /** Something that a service says with additional data alone. */
        public Happening(
                String source,
                String name,
                String account,
                String region,
                Map<String, String> additional,
                @Nullable String error) {
            this(source, source, name, account, region, List.of(), additional, Map.of(), error);
        }
    }

    /** Writes an event into the trail. */
    void record(Sandbox sandbox, Instant time, Happening happening);
}
