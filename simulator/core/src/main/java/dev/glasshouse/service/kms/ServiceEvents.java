package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * What KMS does by itself stands in the trail as events of the service. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html">RotateKey</a>.
 */
final class ServiceEvents {

    private ServiceEvents() {}

    /** Records what a timer did to its key. */
    static void record(Sandbox sandbox, Instant now, Timer timer, String name, Map<String, String> details) {
        Keys.Named key = new Keys.Named(timer.account(), timer.region(), timer.subject(), null, null);
        record(sandbox, now, key, name, details);
    }

    static void record(Sandbox sandbox, Instant now, Keys.Named key, String name, Map<String, String> details) {
        String id = sandbox.callIds().uuid("event", key.id());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventVersion", "1.11");
        ObjectNode identity = event.putObject("userIdentity");
        identity.put("accountId", key.account());
        identity.put("invokedBy", "AWS Internal");
        event.put("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("eventSource", "kms.amazonaws.com");
        event.put("eventName", name);
        event.put("awsRegion", key.region());
        event.put("sourceIPAddress", "AWS Internal");
        event.put("userAgent", "AWS Internal");
        event.putNull("requestParameters");
        event.putNull("responseElements");
        event.put("eventID", id);
        event.put("readOnly", false);
        ObjectNode resource = event.putArray("resources").addObject();
        resource.put("accountId", key.account());
        resource.put("type", "AWS::KMS::Key");
        resource.put("ARN", key.arn());
        event.put("eventType", "AwsServiceEvent");
        event.put("managementEvent", true);
        event.put("recipientAccountId", key.account());
        ObjectNode shown = event.putObject("serviceEventDetails");
        new TreeMap<>(details).forEach(shown::put);
        event.put("eventCategory", "Management");
        sandbox.record(new LogRecord(
                id,
                now,
                key.account(),
                key.region(),
                "Management",
                Bytes.wrap(event.toString().getBytes(StandardCharsets.UTF_8))));
    }
}
