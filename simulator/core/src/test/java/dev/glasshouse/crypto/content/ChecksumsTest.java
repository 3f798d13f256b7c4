package dev.glasshouse.crypto.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
        "SHA512, d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
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
        for (ChecksumAlgorithm each : ChecksumAlgorithm.values()) {
            if (each.combines()) {
                String algorithm = each.name();
                assertThat(Checksums.combine(
                                algorithm, value(algorithm, first), value(algorithm, second), second.length))
                        .isEqualTo(value(algorithm, whole));
            }
        }
    }

    /** The values that xxHash's own tool prints. */
    @ParameterizedTest
    @CsvSource({
        "XXHASH64, '', ef46db3751d8e999",
        "XXHASH64, abc, 44bc2cf5ad770999",
        "XXHASH3, '', 2d06800538d394c2",
        "XXHASH3, abc, 78af5f94892f3950",
        "XXHASH128, '', 99aa06d3014798d86001c324468d497f",
        "XXHASH128, abc, 06b05ab6733a618578af5f94892f3950"
    })
    void xxHashes_stand_in_their_canonical_form(String algorithm, String text, String hex) {
        byte[] value = Base64.getDecoder().decode(value(algorithm, text.getBytes(StandardCharsets.US_ASCII)));
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(hex);
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void slices_do_not_matter_and_values_have_their_length(ChecksumAlgorithm algorithm) {
        byte[] bytes =
                "The quick brown fox jumps over the lazy dog. ".repeat(40).getBytes(StandardCharsets.US_ASCII);
        Checksums.Running sliced = Checksums.begin(algorithm.name());
        for (int at = 0; at < bytes.length; at += 7) {
            sliced.update(bytes, at, Math.min(7, bytes.length - at));
        }
        String value = sliced.value();
        assertThat(value).isEqualTo(value(algorithm.name(), bytes));
        assertThat(Base64.getDecoder().decode(value)).hasSize(algorithm.bytes());
    }
}
