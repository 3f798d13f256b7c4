package dev.glasshouse.service.iam;

import dev.glasshouse.api.Bytes;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An MFA device.
 *
 * @param serial its ARN, or the number on a hardware token
 * @param seed what its codes derive from
 * @param hardware whether it is a token that was bought
 * @param tags its tags
 * @param owner the {@link Subject#id} of the one it is enabled for, or null
 * @param enabled when it was enabled, or null
 * @param drift by how many time steps the device is ahead of the clock
 * @param lastStep the time step of the last code that was accepted, or null
 */
record MfaRow(
        String serial,
        Bytes seed,
        boolean hardware,
        Map<String, String> tags,
        @Nullable String owner,
        @Nullable Instant enabled,
        int drift,
        @Nullable Long lastStep) {

    MfaRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    MfaRow enabledFor(String newOwner, Instant time, int newDrift, long step) {
        return new MfaRow(serial, seed, hardware, tags, newOwner, time, newDrift, step);
    }

    MfaRow deactivated() {
        return new MfaRow(serial, seed, hardware, tags, null, null, 0, lastStep);
    }

    MfaRow at(int newDrift, long step) {
        return new MfaRow(serial, seed, hardware, tags, owner, enabled, newDrift, step);
    }

    /** The first time step whose code may be accepted. */
    long nextStep() {
        return lastStep == null ? 0 : lastStep + 1;
    }

    MfaRow withTags(Map<String, String> other) {
        return new MfaRow(serial, seed, hardware, other, owner, enabled, drift, lastStep);
    }
}
