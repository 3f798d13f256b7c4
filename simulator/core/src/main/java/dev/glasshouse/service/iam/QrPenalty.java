package dev.glasshouse.service.iam;

/** How hard a masked QR code is to read: the less, the better. */
final class QrPenalty {

    private static final int LIKE_FINDER = 0b10111010000;
    private static final int LIKE_FINDER_TURNED = 0b00001011101;

    private QrPenalty() {}

    static int of(boolean[][] dark) {
        int size = dark.length;
        int penalty = 0;
        int count = 0;
        for (int a = 0; a < size; a++) {
            penalty += line(dark, a, true) + line(dark, a, false);
            for (int b = 0; b < size; b++) {
                count += dark[a][b] ? 1 : 0;
                boolean square = a + 1 < size
                        && b + 1 < size
                        && dark[a][b] == dark[a][b + 1]
                        && dark[a][b] == dark[a + 1][b]
                        && dark[a][b] == dark[a + 1][b + 1];
                penalty += square ? 3 : 0;
            }
        }
        return penalty + Math.abs(count * 20 - size * size * 10) / (size * size) * 10;
    }

    private static int line(boolean[][] dark, int index, boolean row) {
        int penalty = 0;
        int run = 0;
        boolean last = false;
        int window = 0;
        for (int i = 0; i < dark.length; i++) {
            boolean value = row ? dark[index][i] : dark[i][index];
            run = i > 0 && value == last ? run + 1 : 1;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
            last = value;
            window = (window << 1 | (value ? 1 : 0)) & 0x7ff;
            boolean finder = i >= 10 && (window == LIKE_FINDER || window == LIKE_FINDER_TURNED);
            penalty += finder ? 40 : 0;
        }
        return penalty;
    }
}
