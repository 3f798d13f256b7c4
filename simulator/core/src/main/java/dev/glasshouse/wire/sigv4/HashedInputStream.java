package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireError;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A body that fails at its end unless it has the SHA-256 that was signed for it. */
final class HashedInputStream extends FilterInputStream {

    private final String announced;
    private final MessageDigest digest = Keys.sha256();
    private boolean checked;

    HashedInputStream(InputStream in, String announced) {
        super(in);
        this.announced = announced;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count > 0) {
            digest.update(into, offset, count);
        } else if (count < 0 && !checked) {
            checked = true;
            String found = HexFormat.of().formatHex(digest.digest());
            if (!Keys.same(found, announced)) {
                throw new RejectedBodyException(WireError.of(
                                "XAmzContentSHA256Mismatch",
                                400,
                                "The provided 'x-amz-content-sha256' header does not match what was computed.")
                        .with("ClientComputedContentSHA256", announced)
                        .with("S3ComputedContentSHA256", found));
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        byte[] buffer = new byte[8192];
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
