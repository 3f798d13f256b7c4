package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.time.Instant;

/**
 * One event of the trail as it lies in the log.
 *
 * @param id the event's id
 * @param time the sandbox's time of the call
 * @param account the account whose trail it is in
 * @param region the Region whose trail it is in
 * @param category {@code Management}, {@code Data}, {@code Insight} or {@code NetworkActivity}
 * @param json the CloudTrail record as UTF-8 JSON
 */
public record LogRecord(String id, Instant time, String account, String region, String category, Bytes json) {}
