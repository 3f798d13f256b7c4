package dev.glasshouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.model.TimestampFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TimestampsTest {

    /** From the year 0 to 9999. */
    @Property
    void anHttpDateIsWrittenAsAFormatterWritesIt(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds) {
        Instant time = Instant.ofEpochSecond(seconds, 5);

        assertThat(Timestamps.write(time, TimestampFormat.RFC822))
                .isEqualTo(DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                        .format(time.atOffset(ZoneOffset.UTC)));
    }
}
