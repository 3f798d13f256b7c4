package dev.glasshouse.service.iam;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Black and white pictures of QR codes, as PNG. */
final class QrPng {

    private static final int QUIET = 4;
    private static final int SCALE = 4;

    private QrPng() {}

    static byte[] of(String text) {
        boolean[][] dark = QrCode.of(text);
        int size = (dark.length + 2 * QUIET) * SCALE;
        int bytes = (size + 7) / 8;
        try {
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(pixels)) {
                for (int y = 0; y < size; y++) {
                    out.write(0);
                    byte[] row = new byte[bytes];
                    for (int x = 0; x < size; x++) {
                        if (!isDark(dark, y / SCALE - QUIET, x / SCALE - QUIET)) {
                            row[x >>> 3] |= (byte) (1 << 7 - (x & 7));
                        }
                    }
                    out.write(row);
                }
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(header);
            fields.writeInt(size);
            fields.writeInt(size);
            fields.write(new byte[] {1, 0, 0, 0, 0}); // one bit of grey
            chunk(png, "IHDR", header.toByteArray());
            chunk(png, "IDAT", pixels.toByteArray());
            chunk(png, "IEND", new byte[0]);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written outside memory", e);
        }
    }

    private static boolean isDark(boolean[][] dark, int row, int column) {
        return row >= 0 && row < dark.length && column >= 0 && column < dark.length && dark[row][column];
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
