package dev.glasshouse.policy;

import java.util.Set;

/** Addresses at the edges of the IPv4 networks that policies name. */
final class Networks {

    private Networks() {}

    /** Adds the first and last address of a network and those beside it; of another text than a network's, some address. */
    static void around(String network, Set<String> values) {
        values.add("192.0.2.1");
        int slash = network.indexOf('/');
        String[] parts = (slash < 0 ? network : network.substring(0, slash)).split("\\.", -1);
        if (parts.length != 4 || network.length() > 18) {
            values.add("2001:db8::1");
            return;
        }
        try {
            long address = 0;
            for (String part : parts) {
                address = address << 8 | Integer.parseInt(part) & 0xFF;
            }
            int bits = slash < 0 ? 32 : Integer.parseInt(network.substring(slash + 1));
            if (bits < 0 || bits > 32) {
                return;
            }
            long size = 1L << (32 - bits);
            long first = address & ~(size - 1);
            add(first, values);
            add(first + size - 1, values);
            add(first - 1, values);
            add(first + size, values);
        } catch (NumberFormatException e) {
            values.add("198.51.100.1");
        }
    }

    private static void add(long address, Set<String> values) {
        if (address >= 0 && address < 1L << 32) {
            values.add((address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                    + (address & 255));
        }
    }
}
