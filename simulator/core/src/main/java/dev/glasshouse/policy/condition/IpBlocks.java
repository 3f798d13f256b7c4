package dev.glasshouse.policy.condition;

import java.util.Optional;

/** Blocks of IP addresses as they are written. */
public final class IpBlocks {

    private IpBlocks() {}

    /**
     * A block whose address has bits outside of its prefix, written without them, such as {@code 203.0.113.0/24} for
     * {@code 203.0.113.7/24}; empty where it has none, or where the text is no block.
     */
    public static Optional<String> masked(String text) {
        int slash = text.indexOf('/');
        byte[] address = slash < 0 ? null : IpAddresses.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (address == null || length.isEmpty() || length.length() > 3) {
            return Optional.empty();
        }
        if (!length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        boolean changed = false;
        for (int i = 0; i < address.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            int mask = 0xFF & ~(0xFF >> kept);
            changed |= (address[i] & 0xFF & ~mask) != 0;
            address[i] = (byte) (address[i] & mask);
        }
        return changed ? Optional.of(text(address) + "/" + bits) : Optional.empty();
    }

    private static String text(byte[] address) {
        StringBuilder out = new StringBuilder();
        if (address.length == 4) {
            for (byte part : address) {
                out.append(out.isEmpty() ? "" : ".").append(part & 0xFF);
            }
            return out.toString();
        }
        int used = address.length;
        while (used > 0 && address[used - 1] == 0) {
            used--;
        }
        int groups = (used + 1) / 2;
        for (int i = 0; i < groups; i++) {
            int group = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
            out.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
        }
        return groups >= 8 ? out.toString() : groups == 7 ? out + ":0" : out + "::";
    }
}
