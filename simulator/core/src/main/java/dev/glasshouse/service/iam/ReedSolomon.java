package dev.glasshouse.service.iam;

/** Reed-Solomon codes over GF(256) with the polynomial of QR codes. */
final class ReedSolomon {

    private static final int POLYNOMIAL = 0x11d;

    private ReedSolomon() {}

    static int multiply(int a, int b) {
        int product = 0;
        for (int i = 7; i >= 0; i--) {
            product = product << 1 ^ (product >>> 7) * POLYNOMIAL;
            product ^= (b >>> i & 1) * a;
        }
        return product;
    }

    /** The check bytes of data. */
    static byte[] remainder(byte[] data, int count) {
        int[] divisor = new int[count];
        divisor[count - 1] = 1;
        int root = 1;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                divisor[j] = multiply(divisor[j], root) ^ (j + 1 < count ? divisor[j + 1] : 0);
            }
            root = multiply(root, 2);
        }
        int[] rest = new int[count];
        for (byte value : data) {
            int factor = (value & 0xff) ^ rest[0];
            System.arraycopy(rest, 1, rest, 0, count - 1);
            rest[count - 1] = 0;
            for (int j = 0; j < count; j++) {
                rest[j] ^= multiply(divisor[j], factor);
            }
        }
        byte[] checks = new byte[count];
        for (int i = 0; i < count; i++) {
            checks[i] = (byte) rest[i];
        }
        return checks;
    }
}
