package dev.glasshouse.crypto.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class XxHash64Test {

    private static String hash(String text, int slice) {
        Checksums.Running running = Checksums.begin("XXHASH64");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += slice) {
            running.update(bytes, at, Math.min(slice, bytes.length - at));
        }
        return HexFormat.of().formatHex(Base64.getDecoder().decode(running.value()));
    }

    @Test
    void known_values() {
        assertThat(hash("", 1)).isEqualTo("ef46db3751d8e999");
        assertThat(hash("abc", 3)).isEqualTo("44bc2cf5ad770999");
    }

    @Test
    void slices_do_not_matter() {
        String text = "The quick brown fox jumps over the lazy dog, and over all the others that lie there as well.";
        assertThat(hash(text, 7)).isEqualTo(hash(text, 1000));
    }
}
