package dev.glasshouse.service.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrCodeTest {

    @Test
    void check_bytes_are_those_of_the_standards_example() {
        // ISO/IEC 18004, annex I: 01234567 in version 1-M
        byte[] data =
                bytes(0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11);
        assertThat(ReedSolomon.remainder(data, 10))
                .isEqualTo(bytes(0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55));
    }

    @Test
    void the_size_grows_with_the_text_up_to_version_10() {
        assertThat(QrCode.of("a")).hasDimensions(21, 21);
        assertThat(QrCode.of("a".repeat(18))).hasDimensions(25, 25);
        assertThat(QrCode.of("a".repeat(271))).hasDimensions(57, 57);
        assertThatThrownBy(() -> QrCode.of("a".repeat(272))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_picture_is_a_png_with_a_quiet_zone() throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(QrPng.of("otpauth://totp/a?secret=AAAA")));
        assertThat(image.getWidth()).isEqualTo((25 + 8) * 4);
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        assertThat(image.getRGB(16, 16) & 0xffffff).as("the finder's corner").isZero();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
