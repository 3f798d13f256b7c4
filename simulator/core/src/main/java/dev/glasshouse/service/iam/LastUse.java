package dev.glasshouse.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.iam.AccessKeyLastUsed;
import dev.glasshouse.api.iam.RoleLastUsed;
import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** When access keys and roles were used last, as the trail has it. */
final class LastUse {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_EVENTS = 20_000;

    private LastUse() {}

    /** When a role was used last, as far as the newest events tell; AWS looks back 400 days. */
    static RoleLastUsed ofRole(Call call, RoleRow row) {
        String account = call.caller().account();
        String arn = row.arn(account);
        AtomicReference<@Nullable RoleLastUsed> found = new AtomicReference<>();
        AtomicInteger seen = new AtomicInteger();
        call.sandbox().log().newestFirst(record -> {
            if (seen.incrementAndGet() > MOST_EVENTS || record.time().isBefore(row.created())) {
                return false;
            }
            if (!record.account().equals(account)) {
                return true;
            }
            String text = new String(record.json().toArray(), StandardCharsets.UTF_8);
            boolean used = text.contains(arn)
                    && event(text)
                            .path("userIdentity")
                            .path("sessionContext")
                            .path("sessionIssuer")
                            .path("arn")
                            .asText()
                            .equals(arn);
            if (used) {
                found.set(new RoleLastUsed(record.time().truncatedTo(ChronoUnit.SECONDS), record.region()));
            }
            return !used;
        });
        RoleLastUsed last = found.get();
        return last == null ? RoleLastUsed.builder().build() : last;
    }

    private static JsonNode event(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway wrote this event", e);
        }
    }

    static Optional<AccessKeyLastUsed> of(EventLog log, String accessKeyId) {
        AtomicReference<AccessKeyLastUsed> found = new AtomicReference<>();
        log.newestFirst(record -> {
            String text = new String(record.json().toArray(), StandardCharsets.UTF_8);
            if (!text.contains(accessKeyId)) {
                return true;
            }
            JsonNode event = event(text);
            if (!event.path("userIdentity").path("accessKeyId").asText().equals(accessKeyId)) {
                return true;
            }
            String source = event.path("eventSource").asText();
            found.set(AccessKeyLastUsed.builder()
                    .lastUsedDate(record.time().truncatedTo(ChronoUnit.SECONDS))
                    .serviceName(source.substring(0, source.indexOf('.')))
                    .region(record.region())
                    .build());
            return false;
        });
        return Optional.ofNullable(found.get());
    }
}
