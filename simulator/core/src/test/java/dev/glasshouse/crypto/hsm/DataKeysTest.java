package dev.glasshouse.crypto.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DataKeysTest {

    private static final byte[] BOUND = "bucket/key".getBytes(StandardCharsets.UTF_8);

    private final Hsm hsm = new Hsm();

    @Test
    void aDataKeyOpensInItsModuleForWhatItIsBoundToAlone() {
        Bytes sealed = hsm.sealDataKey(new byte[] {1, 2, 3}, BOUND);
        assertThat(hsm.openDataKey(sealed, BOUND)).hasValue(new byte[] {1, 2, 3});
        assertThat(hsm.openDataKey(sealed, new byte[0])).isEmpty();
        assertThat(new Hsm().openDataKey(sealed, BOUND)).isEmpty();
    }

    @Test
    void noWrappedKeyOpensAsADataKey() {
        assertThat(hsm.openDataKey(hsm.newKey("bucket/key"), BOUND)).isEmpty();
    }
}
