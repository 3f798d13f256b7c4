package dev.glasshouse.sandbox;

import java.time.Instant;
import java.util.Comparator;

/**
 * Work that falls due at a time of the sandbox's clock: a rotation, a deletion, a delivery.
 *
 * @param due when
 * @param kind what, as its handler names it: {@code kms.rotate}
 * @param account whose
 * @param region where
 * @param subject on what: a key id, an ARN
 */
public record Timer(Instant due, String kind, String account, String region, String subject) {

    /** All timers by the time they are due. */
    public static final Table<Key, Timer> TABLE = Table.of(
            "sandbox",
            "timers",
            Comparator.<Key>naturalOrder(),
            new KeyCodec<Key>() {
                @Override
                public String encode(Key key) {
                    return key.due() + "/" + key.nth();
                }

                @Override
                public Key decode(String text) {
                    int slash = text.indexOf('/');
                    return new Key(Instant.parse(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
                }
            },
            RecordCodec.of(Timer.class));

    /** When a timer is due, and which of those that are due together. */
    public record Key(Instant due, long nth) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(nth, other.nth);
        }
    }
}
