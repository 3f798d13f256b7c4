package dev.glasshouse.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes AWS service events into the trail. */
public final class TrailServiceEvents implements ServiceEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void record(Sandbox sandbox, Instant time, Happening happening) {
        Ids ids = sandbox.callIds();
        String id = ids.uuid("event", happening.name());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventVersion", "1.11");
        ObjectNode identity = event.putObject("userIdentity");
        identity.put("accountId", happening.account());
        identity.put("invokedBy", happening.by());
        event.put("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("eventSource", happening.source());
        event.put("eventName", happening.name());
        event.put("awsRegion", happening.region());
        event.put("sourceIPAddress", happening.by());
        event.put("userAgent", happening.by());
        if (happening.error() != null) {
            event.put("errorMessage", happening.error());
        }
        event.putNull("requestParameters");
        event.putNull("responseElements");
        if (!happening.additional().isEmpty()) {
            happening.additional().forEach(event.putObject("additionalEventData")::put);
        }
        event.put("eventID", id);
        event.put("readOnly", false);
        if (!happening.resources().isEmpty()) {
            ArrayNode resources = event.putArray("resources");
            happening
                    .resources()
                    .forEach(resource -> resources
                            .addObject()
                            .put("accountId", resource.account())
                            .put("type", resource.type())
                            .put("ARN", resource.arn()));
        }
        event.put("eventType", "AwsServiceEvent");
        event.put("managementEvent", true);
        event.put("recipientAccountId", happening.account());
        if (!happening.details().isEmpty()) {
            happening.details().forEach(event.putObject("serviceEventDetails")::put);
        }
        event.put("eventCategory", "Management");
        try {
            sandbox.record(new LogRecord(
                    id,
                    time,
                    happening.account(),
                    happening.region(),
                    "Management",
                    Bytes.wrap(JSON.writeValueAsBytes(event))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
