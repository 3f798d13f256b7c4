package dev.glasshouse.service.iam;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * QR codes of texts: bytes, error correction level L, versions 1 to 10, which is up to 271 characters. See ISO/IEC 18004.
 */
final class QrCode {

    /** Data bytes of a version at level L, from version 1. */
    private static final int[] DATA = {19, 34, 55, 80, 108, 136, 156, 194, 232, 274};
    /** Error correction bytes of each block. */
    private static final int[] CORRECTION = {7, 10, 15, 20, 26, 18, 20, 24, 30, 18};
    /** Blocks. */
    private static final int[] BLOCKS = {1, 1, 1, 1, 1, 2, 2, 2, 2, 4};
    /** Centres of alignment patterns beside the first, which is 6. */
    private static final int[][] ALIGNMENT = {{}, {18}, {22}, {26}, {30}, {34}, {22, 38}, {24, 42}, {26, 46}, {28, 50}};

    private static final int LEVEL_L = 1;
    private static final int MASKS = 8;

    private final int version;
    private final int size;
    private final boolean[][] dark;
    private final boolean[][] fixed;

    private QrCode(int version) {
        this.version = version;
        this.size = 17 + 4 * version;
        this.dark = new boolean[size][size];
        this.fixed = new boolean[size][size];
    }

    /**
     * The dark modules of a text's code, by row and column, without the quiet zone.
     *
     * @throws IllegalArgumentException if the text is too long
     */
    static boolean[][] of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int version = 1;
        while (version <= DATA.length && bytes.length + (version < 10 ? 2 : 3) > DATA[version - 1]) {
            version++;
        }
        if (version > DATA.length) {
            throw new IllegalArgumentException("a QR code here holds 271 bytes, not " + bytes.length);
        }
        byte[] words = interleaved(data(bytes, version), version);
        QrCode best = null;
        int least = Integer.MAX_VALUE;
        for (int mask = 0; mask < MASKS; mask++) {
            QrCode code = new QrCode(version);
            code.patterns();
            code.place(words, mask);
            code.format(mask);
            int penalty = QrPenalty.of(code.dark);
            if (penalty < least) {
                least = penalty;
                best = code;
            }
        }
        return best == null ? new boolean[0][0] : best.dark;
    }

    private static byte[] data(byte[] bytes, int version) {
        QrBits bits = new QrBits();
        bits.add(0b0100, 4);
        bits.add(bytes.length, version < 10 ? 8 : 16);
        for (byte value : bytes) {
            bits.add(value & 0xff, 8);
        }
        return bits.padded(DATA[version - 1]);
    }

    private static byte[] interleaved(byte[] data, int version) {
        int blocks = BLOCKS[version - 1];
        int correction = CORRECTION[version - 1];
        int small = data.length / blocks;
        int longOnes = data.length % blocks;
        byte[][] parts = new byte[blocks][];
        byte[][] checks = new byte[blocks][];
        int from = 0;
        for (int i = 0; i < blocks; i++) {
            int length = small + (i >= blocks - longOnes ? 1 : 0);
            parts[i] = java.util.Arrays.copyOfRange(data, from, from + length);
            checks[i] = ReedSolomon.remainder(parts[i], correction);
            from += length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i <= small; i++) {
            for (byte[] part : parts) {
                if (i < part.length) {
                    out.write(part[i]);
                }
            }
        }
        for (int i = 0; i < correction; i++) {
            for (byte[] check : checks) {
                out.write(check[i]);
            }
        }
        return out.toByteArray();
    }

    private void set(int row, int column, boolean value) {
        dark[row][column] = value;
        fixed[row][column] = true;
    }

    private void patterns() {
        for (int i = 0; i < size; i++) {
            set(6, i, i % 2 == 0);
            set(i, 6, i % 2 == 0);
        }
        finder(3, 3);
        finder(3, size - 4);
        finder(size - 4, 3);
        int[] others = ALIGNMENT[version - 1];
        for (int i = -1; i < others.length; i++) {
            for (int j = -1; j < others.length; j++) {
                boolean atFinder = i < 0 && (j < 0 || j == others.length - 1) || j < 0 && i == others.length - 1;
                if (others.length > 0 && !atFinder) {
                    alignment(i < 0 ? 6 : others[i], j < 0 ? 6 : others[j]);
                }
            }
        }
        format(0); // reserves the places
        if (version >= 7) {
            versionMark();
        }
    }

    private void finder(int row, int column) {
        for (int dr = -4; dr <= 4; dr++) {
            for (int dc = -4; dc <= 4; dc++) {
                int r = row + dr;
                int c = column + dc;
                if (r >= 0 && r < size && c >= 0 && c < size) {
                    int ring = Math.max(Math.abs(dr), Math.abs(dc));
                    set(r, c, ring != 2 && ring != 4);
                }
            }
        }
    }

    private void alignment(int row, int column) {
        for (int dr = -2; dr <= 2; dr++) {
            for (int dc = -2; dc <= 2; dc++) {
                set(row + dr, column + dc, Math.max(Math.abs(dr), Math.abs(dc)) != 1);
            }
        }
    }

    private void format(int mask) {
        int data = LEVEL_L << 3 | mask;
        int rest = data;
        for (int i = 0; i < 10; i++) {
            rest = rest << 1 ^ (rest >>> 9) * 0x537;
        }
        int bits = (data << 10 | rest) ^ 0x5412;
        for (int i = 0; i < 15; i++) {
            boolean value = (bits >>> i & 1) != 0;
            int first = i < 6 ? i : i < 8 ? i + 1 : 14 - i + (i == 8 ? 1 : 0);
            if (i < 8) {
                set(first, 8, value);
                set(8, size - 1 - i, value);
            } else {
                set(8, first, value);
                set(size - 15 + i, 8, value);
            }
        }
        set(size - 8, 8, true);
    }

    private void versionMark() {
        int rest = version;
        for (int i = 0; i < 12; i++) {
            rest = rest << 1 ^ (rest >>> 11) * 0x1f25;
        }
        int bits = version << 12 | rest;
        for (int i = 0; i < 18; i++) {
            boolean value = (bits >>> i & 1) != 0;
            int a = size - 11 + i % 3;
            int b = i / 3;
            set(a, b, value);
            set(b, a, value);
        }
    }

    private void place(byte[] words, int mask) {
        int bit = 0;
        for (int right = size - 1; right >= 1; right -= 2) {
            int pair = right <= 6 ? right - 1 : right;
            boolean up = (pair + 1 & 2) == 0;
            for (int i = 0; i < size; i++) {
                int row = up ? size - 1 - i : i;
                for (int column = pair; column > pair - 2; column--) {
                    if (!fixed[row][column]) {
                        boolean value = bit < words.length * 8 && (words[bit >>> 3] >>> 7 - (bit & 7) & 1) != 0;
                        dark[row][column] = value ^ masked(mask, row, column);
                        bit++;
                    }
                }
            }
        }
    }

    private static boolean masked(int mask, int row, int column) {
        return switch (mask) {
            case 0 -> (row + column) % 2 == 0;
            case 1 -> row % 2 == 0;
            case 2 -> column % 3 == 0;
            case 3 -> (row + column) % 3 == 0;
            case 4 -> (row / 2 + column / 3) % 2 == 0;
            case 5 -> row * column % 2 + row * column % 3 == 0;
            case 6 -> (row * column % 2 + row * column % 3) % 2 == 0;
            default -> ((row + column) % 2 + row * column % 3) % 2 == 0;
        };
    }
}
