package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.kms.GetKeyLastUsageRequest;
import dev.glasshouse.api.kms.GetKeyLastUsageResponse;
import dev.glasshouse.api.kms.KeyLastUsageData;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a key was last used, as the trail has it. */
final class LastUsage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> USES = Set.of(
            "Decrypt",
            "DeriveSharedSecret",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "ReEncrypt",
            "Sign",
            "Verify",
            "VerifyMac");

    private LastUsage() {}

    static Operation<?, ?> operation() {
        return Operations.read(
                "GetKeyLastUsage",
                (GetKeyLastUsageRequest in, Call call) -> KmsPlans.ask(call, "GetKeyLastUsage", in.keyId()),
                LastUsage::get);
    }

    private static GetKeyLastUsageResponse get(GetKeyLastUsageRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        KeyLastUsageData last = last(call, key, row).orElse(null);
        return GetKeyLastUsageResponse.builder()
                .keyId(key.arn())
                .keyLastUsage(last)
                .trackingStartDate(row.created())
                .keyCreationDate(row.created())
                .build();
    }

    /** The condition key that says for how many whole days nobody has used a key; reckoned from its creation if never. */
    static ContextKeys unused(Call call, Keys.Named key) {
        KeyRow row = key.row();
        if (row == null) {
            return ContextKeys.EMPTY;
        }
        Instant since = last(call, key, row).map(KeyLastUsageData::timestamp).orElse(row.created());
        return ContextKeys.builder()
                .put(
                        "kms:TrailingDaysWithoutKeyUsage",
                        Long.toString(Duration.between(since, call.now()).toDays()))
                .build();
    }

    private static Optional<KeyLastUsageData> last(Call call, Keys.Named key, KeyRow row) {
        List<KeyLastUsageData> found = new ArrayList<>(1);
        call.sandbox().log().newestFirst(record -> {
            if (record.time().isBefore(row.created())) {
                return false;
            }
            if (record.account().equals(key.account()) && record.region().equals(key.region())) {
                use(record, key.arn()).ifPresent(found::add);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private static Optional<KeyLastUsageData> use(LogRecord record, String arn) {
        String text = new String(record.json().toArray(), StandardCharsets.UTF_8);
        if (!text.contains(arn)) {
            return Optional.empty();
        }
        try {
            JsonNode event = JSON.readTree(text);
            boolean use = event.path("eventSource").asText().equals("kms.amazonaws.com")
                    && USES.contains(event.path("eventName").asText())
                    && !event.has("errorCode");
            boolean named = false;
            for (JsonNode resource : event.path("resources")) {
                named |= resource.path("ARN").asText().equals(arn);
            }
            return use && named
                    ? Optional.of(KeyLastUsageData.builder()
                            .operation(event.path("eventName").asText())
                            .timestamp(record.time())
                            .cloudTrailEventId(record.id())
                            .kmsRequestId(event.path("requestID").asText())
                            .build())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway wrote this event", e);
        }
    }
}
