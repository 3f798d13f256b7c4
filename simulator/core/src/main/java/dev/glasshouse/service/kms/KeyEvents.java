package dev.glasshouse.service.kms;

import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What KMS does by itself stands in the trail as events of the service. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html">RotateKey</a>.
 */
record KeyEvents(ServiceEvents trail) {

    /** Records what a timer did to its key. */
    void record(Sandbox sandbox, Instant now, Timer timer, String name, Map<String, String> details) {
        record(
                sandbox,
                now,
                new Keys.Named(timer.account(), timer.region(), timer.subject(), null, null),
                name,
                details);
    }

    void record(Sandbox sandbox, Instant now, Keys.Named key, String name, Map<String, String> details) {
        trail.record(
                sandbox,
                now,
                new ServiceEvents.Happening(
                        "kms.amazonaws.com",
                        "AWS Internal",
                        name,
                        key.account(),
                        key.region(),
                        List.of(new TrailResource(key.arn(), key.account(), "AWS::KMS::Key")),
                        Map.of(),
                        details,
                        null));
    }

    /** Records that the shared properties of a multi-Region key, or its material, went to other Regions. */
    void synchronize(Sandbox sandbox, Instant now, String account, String keyId, Iterable<String> regions) {
        regions.forEach(region -> record(
                sandbox,
                now,
                new Keys.Named(account, region, keyId, null, null),
                "SynchronizeMultiRegionKey",
                Map.of("keyId", Keys.arn(account, region, keyId))));
    }
}
