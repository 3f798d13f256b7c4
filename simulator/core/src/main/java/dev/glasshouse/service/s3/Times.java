package dev.glasshouse.service.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as S3 tells them: it knows when things were made to the second. */
final class Times {

    private Times() {}

    static Instant shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
