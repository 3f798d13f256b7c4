package dev.glasshouse.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.sandbox.EventLog;
import dev.glasshouse.sandbox.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Who used what, as the trail has it: attempts count, allowed or not, as with AWS. */
final class TrailUses {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names in the source of events that are not the prefix of actions. */
    private static final Map<String, String> PREFIXES = Map.of("monitoring", "cloudwatch", "email", "ses");

    private TrailUses() {}

    /**
     * The last use of each action by each entity since a time.
     *
     * @param wanted whether uses in an account by an entity count
     */
    static List<AccessJob.Use> since(EventLog log, Instant since, BiPredicate<String, String> wanted) {
        Map<String, AccessJob.Use> last = new LinkedHashMap<>();
        log.newestFirst(record -> {
            if (record.time().isBefore(since)) {
                return false;
            }
            JsonNode event = read(record);
            String entity = entity(event.path("userIdentity"));
            if (!entity.isEmpty() && wanted.test(record.account(), entity)) {
                String host = event.path("eventSource").asText();
                String name = host.contains(".") ? host.substring(0, host.indexOf('.')) : host;
                String service = PREFIXES.getOrDefault(name, name);
                String action = event.path("eventName").asText();
                last.putIfAbsent(
                        service + " " + action + " " + entity,
                        new AccessJob.Use(
                                service,
                                action,
                                entity,
                                record.time().truncatedTo(ChronoUnit.SECONDS),
                                record.region()));
            }
            return true;
        });
        return new ArrayList<>(last.values());
    }

    private static JsonNode read(LogRecord record) {
        try {
            return JSON.readTree(record.json().toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway wrote this event", e);
        }
    }

    /** The ARN of the user, the root user or the role behind a session. */
    private static String entity(JsonNode identity) {
        return switch (identity.path("type").asText()) {
            case "IAMUser", "Root" -> identity.path("arn").asText();
            case "AssumedRole" ->
                identity.path("sessionContext")
                        .path("sessionIssuer")
                        .path("arn")
                        .asText();
            default -> "";
        };
    }
}
