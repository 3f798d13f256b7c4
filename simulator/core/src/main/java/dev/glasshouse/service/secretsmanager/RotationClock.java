package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.service.secretsmanager.SecretRow.Rotation;
import dev.glasshouse.service.secretsmanager.SecretRow.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the next rotation of a secret and its timer. A timer whose secret has another time meanwhile does nothing. */
final class RotationClock {

    static final String ROTATE = "secretsmanager.rotate";

    private RotationClock() {}

    /** A rotation with its next window, counted from a moment, and a timer set for it. */
    static Rotation set(WriteCall call, Secrets.Named secret, Rotation rotation, Instant from) {
        Rules rules = rotation.rules();
        if (rules == null || !rotation.enabled()) {
            return rotation.withNext(null);
        }
        Instant next = RotationSchedule.of(rules).next(from).orElse(null);
        if (next != null && !next.equals(rotation.next())) {
            call.tx()
                    .schedule(new Timer(
                            next,
                            ROTATE,
                            secret.account(),
                            secret.region(),
                            secret.found().name()));
        }
        return rotation.withNext(next);
    }

    /** A value that was changed by hand counts as rotated where days are counted. */
    static SecretRow afterChange(WriteCall call, Secrets.Named secret, SecretRow row) {
        Rotation rotation = row.rotation();
        if (rotation == null || !rotation.enabled() || rotation.rules() == null) {
            return row;
        }
        return rotation.rules().days() == null ? row : row.withRotation(set(call, secret, rotation, call.now()));
    }

    static SecretRow afterRestore(WriteCall call, Secrets.Named secret, SecretRow row) {
        Rotation rotation = row.rotation();
        if (rotation == null || !rotation.enabled() || rotation.next() == null) {
            return row;
        }
        return rotation.next().isAfter(call.now()) ? row : row.withRotation(set(call, secret, rotation, call.now()));
    }

    /** The date on or before which the next rotation happens, or null. */
    static @Nullable Instant nextDate(Rotation rotation) {
        return rotation.next() == null || rotation.rules() == null
                ? null
                : RotationSchedule.of(rotation.rules()).close(rotation.next());
    }

    /** The days between rotations, drawn from the schedule where they were not given. */
    static @Nullable Long days(Rotation rotation) {
        Rules rules = rotation.rules();
        if (rules == null || rules.days() != null || rotation.next() == null) {
            return rules == null ? null : rules.days();
        }
        Instant next = rotation.next();
        return RotationSchedule.of(rules)
                .next(next)
                .map(after -> Math.max(
                        1,
                        Duration.between(next.truncatedTo(ChronoUnit.DAYS), after)
                                .toDays()))
                .orElse(null);
    }
}
