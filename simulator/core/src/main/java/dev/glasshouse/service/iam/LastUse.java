package dev.glasshouse.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.iam.AccessKeyLastUsed;
import dev.glasshouse.sandbox.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** When an access key was used last, as the trail has it. */
final class LastUse {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LastUse() {}

    static Optional<AccessKeyLastUsed> of(EventLog log, String accessKeyId) {
        AtomicReference<AccessKeyLastUsed> found = new AtomicReference<>();
        log.newestFirst(record -> {
            String text = new String(record.json().toArray(), StandardCharsets.UTF_8);
            if (!text.contains(accessKeyId)) {
                return true;
            }
            try {
                JsonNode event = JSON.readTree(text);
                if (event.path("userIdentity").path("accessKeyId").asText().equals(accessKeyId)) {
                    String source = event.path("eventSource").asText();
                    found.set(AccessKeyLastUsed.builder()
                            .lastUsedDate(record.time())
                            .serviceName(source.substring(0, source.indexOf('.')))
                            .region(record.region())
                            .build());
                    return false;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the gateway wrote this event", e);
            }
            return true;
        });
        return Optional.ofNullable(found.get());
    }
}
