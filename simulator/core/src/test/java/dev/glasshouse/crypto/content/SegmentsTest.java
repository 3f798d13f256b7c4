package dev.glasshouse.crypto.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {

    private static final int SEALED = Segments.SEGMENT + 16;

    private final byte[] key = new byte[32];
    private final byte[] salt = new byte[16];

    private byte[] seal(byte[] plain) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out = Segments.sealing(key, salt, sealed)) {
            out.write(plain);
        }
        return sealed.toByteArray();
    }

    private byte[] open(byte[] sealed, long size, long from, long length) throws IOException {
        Segments.Source source = (position, into) -> {
            int part = (int) Math.min(into.remaining(), sealed.length - position);
            if (part <= 0) {
                return -1;
            }
            into.put(ByteBuffer.wrap(sealed, (int) position, part));
            return part;
        };
        return Segments.opening(key, salt, source, size, from, length).readAllBytes();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Segments.SEGMENT - 1, Segments.SEGMENT, Segments.SEGMENT + 1, 3 * Segments.SEGMENT})
    void whatIsSealedOpens(int length) throws IOException {
        byte[] plain = random(length);
        byte[] sealed = seal(plain);
        assertThat(open(sealed, length, 0, length)).isEqualTo(plain);
        assertThat(open(sealed, length, length / 2, length - length / 2))
                .isEqualTo(Arrays.copyOfRange(plain, length / 2, length));
    }

    @Test
    void segmentsCannotBeExchanged() throws IOException {
        int length = 3 * Segments.SEGMENT;
        byte[] sealed = seal(random(length));
        byte[] exchanged = sealed.clone();
        System.arraycopy(sealed, 0, exchanged, SEALED, SEALED);
        System.arraycopy(sealed, SEALED, exchanged, 0, SEALED);
        assertThatThrownBy(() -> open(exchanged, length, 0, length)).hasMessageContaining("was changed");
    }

    @Test
    void theLastSegmentCannotBeLeftOut() throws IOException {
        byte[] sealed = seal(random(2 * Segments.SEGMENT));
        byte[] cut = Arrays.copyOf(sealed, SEALED);
        assertThatThrownBy(() -> open(cut, Segments.SEGMENT, 0, Segments.SEGMENT))
                .hasMessageContaining("was changed");
    }

    @Test
    void aFlippedBitIsFoundAndOtherSegmentsStillOpen() throws IOException {
        int length = 2 * Segments.SEGMENT;
        byte[] plain = random(length);
        byte[] sealed = seal(plain);
        sealed[SEALED + 100] ^= 1;
        assertThat(open(sealed, length, 0, Segments.SEGMENT)).isEqualTo(Arrays.copyOf(plain, Segments.SEGMENT));
        assertThatThrownBy(() -> open(sealed, length, Segments.SEGMENT, 10)).hasMessageContaining("was changed");
    }
}
