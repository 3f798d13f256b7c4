package dev.glasshouse.sandbox;

import java.util.Optional;

/**
 * The form of access key ids: a prefix and sixteen base-32 characters that hold the account, as AWS's do, and besides it
 * the tag of the sandbox and the handle of the credential, scrambled. So the head of a request names its sandbox before
 * any state is read, and a fork shows other key ids for the same rows.
 *
 * <p>80 bits: a one, 40 bits of account, 17 bits of tag and 22 of handle.
 */
public final class AccessKeyIds {

    /** The greatest tag of a sandbox. */
    public static final int MAX_TAG = (1 << 17) - 1;

    /** The greatest handle of a credential. */
    public static final long MAX_HANDLE = (1L << 22) - 1;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 20;
    private static final int HIGH_BITS = 20;
    private static final int LOW_BITS = 19;
    private static final long HIGH_MASK = (1L << HIGH_BITS) - 1;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final long ACCOUNT_MASK = (1L << 40) - 1;

    private AccessKeyIds() {}

    /** What a key id says: its account, the sandbox's tag, the credential's handle. */
    public record Parts(String prefix, String account, int tag, long handle) {}

    /** The key id of a credential; the prefix is {@code AKIA} for long-term keys, {@code ASIA} for sessions. */
    public static String encode(Parts parts) {
        long account = Long.parseLong(parts.account());
        if (parts.tag() < 0 || parts.tag() > MAX_TAG || parts.handle() < 0 || parts.handle() > MAX_HANDLE) {
            throw new IllegalArgumentException("tag or handle out of range");
        }
        long low = scramble((long) parts.tag() << 22 | parts.handle(), account);
        // 80 bits in two halves of 40
        long first = 1L << 39 | account >>> 1;
        long second = (account & 1) << 39 | low;
        StringBuilder id = new StringBuilder(LENGTH).append(parts.prefix());
        append(id, first);
        append(id, second);
        return id.toString();
    }

    /** Reads a key id; empty where it is not of this form. */
    public static Optional<Parts> decode(String id) {
        if (id.length() != LENGTH) {
            return Optional.empty();
        }
        String prefix = id.substring(0, 4);
        if (!prefix.equals("AKIA") && !prefix.equals("ASIA")) {
            return Optional.empty();
        }
        long first = read(id, 4);
        long second = read(id, 12);
        if (first < 0 || second < 0 || first >>> 39 != 1) {
            return Optional.empty();
        }
        long account = (first << 1 | second >>> 39) & ACCOUNT_MASK;
        if (account > 999_999_999_999L) {
            return Optional.empty();
        }
        long low = unscramble(second & (1L << 39) - 1, account);
        return Optional.of(new Parts(prefix, twelve(account), (int) (low >>> 22), low & MAX_HANDLE));
    }

    private static String twelve(long account) {
        String digits = Long.toString(account);
        return "0".repeat(12 - digits.length()) + digits;
    }

    private static void append(StringBuilder id, long forty) {
        for (int shift = 35; shift >= 0; shift -= 5) {
            id.append(BASE32.charAt((int) (forty >>> shift) & 31));
        }
    }

    private static long read(String id, int start) {
        long forty = 0;
        for (int i = start; i < start + 8; i++) {
            int digit = BASE32.indexOf(id.charAt(i));
            if (digit < 0) {
                return -1;
            }
            forty = forty << 5 | digit;
        }
        return forty;
    }

    // A small Feistel network: ids of one sandbox should not look like a counter. Nothing secret depends on it.
    private static long scramble(long value, long account) {
        long high = value >>> LOW_BITS;
        long low = value & LOW_MASK;
        for (int round = 0; round < 4; round++) {
            high ^= mix(low, account, 2 * round) & HIGH_MASK;
            low ^= mix(high, account, 2 * round + 1) & LOW_MASK;
        }
        return high << LOW_BITS | low;
    }

    private static long unscramble(long value, long account) {
        long high = value >>> LOW_BITS;
        long low = value & LOW_MASK;
        for (int round = 3; round >= 0; round--) {
            low ^= mix(high, account, 2 * round + 1) & LOW_MASK;
            high ^= mix(low, account, 2 * round) & HIGH_MASK;
        }
        return high << LOW_BITS | low;
    }

    private static long mix(long half, long account, int round) {
        long z = half * 0x9E3779B97F4A7C15L + account * 0xBF58476D1CE4E5B9L + round * 0x94D049BB133111EBL;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
