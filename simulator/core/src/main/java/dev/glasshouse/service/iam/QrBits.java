package dev.glasshouse.service.iam;

import java.util.Arrays;
import java.util.BitSet;

/** The data bits of a QR code. */
final class QrBits {

    private final BitSet bits = new BitSet();
    private int length;

    /** Adds the lowest bits of a number, the highest of them first. */
    void add(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            bits.set(length++, (value >>> i & 1) != 0);
        }
    }

    /** The bits with the terminator, filled up to so many bytes. */
    byte[] padded(int bytes) {
        byte[] out = new byte[bytes];
        for (int i = 0; i < length; i++) {
            if (bits.get(i)) {
                out[i >>> 3] |= (byte) (1 << 7 - (i & 7));
            }
        }
        int from = Math.min(bytes, (Math.min(length + 4, bytes * 8) + 7) / 8);
        byte[] pad = {(byte) 0xec, 0x11};
        for (int i = from; i < bytes; i++) {
            out[i] = pad[(i - from) % 2];
        }
        return Arrays.copyOf(out, bytes);
    }
}
