package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AccessKeyIdsTest {

    @Property
    void everyAccountTagAndHandleComesBackOutOfItsKeyId(
            @ForAll @LongRange(min = 0, max = 999_999_999_999L) long account,
            @ForAll @IntRange(min = 0, max = AccessKeyIds.MAX_TAG) int tag,
            @ForAll @LongRange(min = 0, max = AccessKeyIds.MAX_HANDLE) long handle) {
        AccessKeyIds.Parts parts = new AccessKeyIds.Parts("ASIA", String.format("%012d", account), tag, handle);
        String id = AccessKeyIds.encode(parts);
        assertThat(id).matches("ASIA[A-Z2-7]{16}");
        assertThat(AccessKeyIds.decode(id)).contains(parts);
    }

    @Property
    void noTextIsRefusedWithAnythingButAnAnswer(@ForAll String text) {
        assertThat(AccessKeyIds.decode(text)).isNotNull();
    }

    @Test
    void aKeyIdHoldsItsAccountWhereAwsHasIt() {
        // the decoding that is published for AWS's own key ids: 5 bytes after the first bit, shifted by 7
        String id = AccessKeyIds.encode(new AccessKeyIds.Parts("AKIA", "581039954779", 3, 5));
        long bits = 0;
        for (char digit : id.substring(4, 14).toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit);
        }
        long firstSixBytes = bits >>> 2;
        assertThat((firstSixBytes & 0x7fffffffff80L) >>> 7).isEqualTo(581039954779L);
    }

    @Test
    void otherTextsAreNoKeyIds() {
        assertThat(AccessKeyIds.decode("test")).isEmpty();
        assertThat(AccessKeyIds.decode("AKIA0000000000000000")).isEmpty();
        assertThat(AccessKeyIds.decode("AROAQAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(AccessKeyIds.decode("AKIAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThatThrownBy(() -> AccessKeyIds.encode(new AccessKeyIds.Parts("AKIA", "1", 1 << 17, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
