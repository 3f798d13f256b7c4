package dev.glasshouse.crypto.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumsTest {

    private static String value(String algorithm, byte[] bytes) {
        Checksums.Running running = Checksums.begin(algorithm);
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    /** The check values of the catalogue of CRCs, and of the digests' standards. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "MD5, 25f9e794323b453885f5181f1b624d0b"
    })
    void theDigitsOneToNineHaveTheirKnownValue(String algorithm, String hex) {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        byte[] value = Base64.getDecoder().decode(value(algorithm, digits));
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(hex);
        assertThat(value).hasSize(Checksums.length(algorithm));
    }

    @Property(tries = 200)
    void theChecksumOfAWholeFollowsFromItsParts(@ForAll byte[] first, @ForAll byte[] second) {
        byte[] whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        for (String algorithm : Checksums.ALGORITHMS) {
            if (Checksums.combines(algorithm)) {
                assertThat(Checksums.combine(
                                algorithm, value(algorithm, first), value(algorithm, second), second.length))
                        .isEqualTo(value(algorithm, whole));
            }
        }
    }
}
