package dev.glasshouse.policy.condition;

import dev.glasshouse.policy.match.PatternText;
import org.jspecify.annotations.Nullable;

/** The IP operators: an address lies in a CIDR block, IPv4 or IPv6; a block without length is one address. */
final class IpOperand {

    private IpOperand() {}

    /** Whether a text is of the operator's type. */
    static boolean reads(String text) {
        return IpAddresses.parse(text) != null;
    }

    static Operand compile(PatternText value) {
        String text = value.text();
        int slash = text.indexOf('/');
        byte[] network = IpAddresses.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Operand.UNREADABLE;
        }
        int bits = slash < 0 ? network.length * 8 : prefix(text.substring(slash + 1), network.length * 8);
        if (bits < 0) {
            return Operand.UNREADABLE;
        }
        return given -> contains(network, bits, IpAddresses.parse(given));
    }

    private static boolean contains(byte[] network, int bits, byte @Nullable [] address) {
        if (address == null || address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((network[whole] ^ address[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
    }

    static int prefix(String text, int longest) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            bits = bits * 10 + (c - '0');
        }
        return bits <= longest ? bits : -1;
    }
}
