package dev.glasshouse.service.organizations;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A handshake between an organization and an account.
 *
 * @param organization the id of the organization
 * @param id {@code h-} and 32 letters and digits
 * @param action {@code INVITE}, {@code ENABLE_ALL_FEATURES} or {@code APPROVE_ALL_FEATURES}
 * @param state {@code REQUESTED}, {@code ACCEPTED}, {@code DECLINED} or {@code CANCELED}; that it has expired is told by
 *     the clock
 * @param requested when it was made
 * @param expires when it ends without an answer
 * @param targetType {@code ACCOUNT}, {@code EMAIL} or {@code ORGANIZATION}
 * @param target the account, address or organization that it was sent to
 * @param account the account that may answer, or null where nobody has the address
 * @param notes what the sender added, or null
 * @param parent the handshake that it belongs to, or null
 * @param tags the tags that the account gets
 */
record HandshakeRow(
        String organization,
        String id,
        String action,
        String state,
        Instant requested,
        Instant expires,
        String targetType,
        String target,
        @Nullable String account,
        @Nullable String notes,
        @Nullable String parent,
        Map<String, String> tags) {

    static final String INVITE = "INVITE";
    static final String ENABLE_ALL_FEATURES = "ENABLE_ALL_FEATURES";
    static final String APPROVE_ALL_FEATURES = "APPROVE_ALL_FEATURES";
    static final String REQUESTED = "REQUESTED";
    static final String ACCEPTED = "ACCEPTED";

    /** How long ended handshakes are shown. */
    private static final Duration SHOWN = Duration.ofDays(30);

    HandshakeRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String stateAt(Instant now) {
        return state.equals(REQUESTED) && !now.isBefore(expires) ? "EXPIRED" : state;
    }

    boolean isOpen(Instant now) {
        return stateAt(now).equals(REQUESTED);
    }

    boolean isShown(Instant now) {
        return now.isBefore(expires.plus(SHOWN));
    }

    HandshakeRow withState(String other) {
        return new HandshakeRow(
                organization, id, action, other, requested, expires, targetType, target, account, notes, parent, tags);
    }
}
