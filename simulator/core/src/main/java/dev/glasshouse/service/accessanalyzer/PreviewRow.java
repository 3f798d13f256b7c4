package dev.glasshouse.service.accessanalyzer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.accessanalyzer.Configuration;
import dev.glasshouse.sandbox.RecordCodec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access preview.
 *
 * @param id its UUID
 * @param created when it was made
 * @param token the client's token, by which the same request makes no second one; or null
 * @param resource the ARN of the resource
 * @param proposed the configuration that was proposed, as JSON
 * @param failed whether no resource could be configured like this
 * @param findings what would be found
 */
record PreviewRow(
        String id,
        Instant created,
        @Nullable String token,
        String resource,
        String proposed,
        boolean failed,
        List<PreviewFinding> findings) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecordCodec<Configuration> CONFIGURATIONS = RecordCodec.of(Configuration.class);

    PreviewRow {
        findings = List.copyOf(findings);
    }

    static String text(Configuration configuration) {
        return CONFIGURATIONS.encode(configuration).toString();
    }

    Configuration configuration() {
        try {
            return CONFIGURATIONS.decode(CONFIGURATIONS.version(), JSON.readTree(proposed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the row of a preview has no configuration", e);
        }
    }

    String status() {
        return failed ? "FAILED" : "COMPLETED";
    }

    /**
     * What would be found.
     *
     * @param id its UUID
     * @param change {@code NEW}, {@code CHANGED} or {@code UNCHANGED}
     * @param status the status that the finding would have
     * @param existing the id of the finding that there is, or null
     * @param existingStatus its status, or null
     * @param facts what would be found, or is found and would be no more
     */
    record PreviewFinding(
            String id,
            String change,
            String status,
            @Nullable String existing,
            @Nullable String existingStatus,
            FindingRow.Facts facts) {

        /** It as a finding, for filters. */
        FindingRow row(Instant created) {
            return new FindingRow(id, status, created, created, created, facts);
        }
    }
}
