package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    record Sample(
            String name, @Nullable String note, Instant made, Bytes key, List<String> tags, Map<String, Integer> n) {}

    private final RecordCodec<Sample> codec = RecordCodec.of(Sample.class);
    private final Sample sample = new Sample(
            "x", null, TestHost.START, Bytes.copyOf(new byte[] {1, -1}), List.of("a"), Map.of("b", 2, "a", 1));

    @Test
    void aRecordComesBackAsItWas() {
        assertThat(codec.decode(1, codec.encode(sample))).isEqualTo(sample);
        assertThat(codec.encode(sample).toString())
                .isEqualTo("{\"key\":\"Af8=\",\"made\":\"2026-11-23T10:00:00Z\",\"n\":{\"a\":1,\"b\":2},"
                        + "\"name\":\"x\",\"tags\":[\"a\"]}");
    }

    @Test
    void anEarlierVersionIsBroughtUpStepByStep() {
        RecordCodec<Sample> third = codec.next(
                        node -> node.put("name", node.get("name").asText() + "2"))
                .next(node -> node.put("note", "from " + node.get("name").asText()));
        assertThat(third.version()).isEqualTo(3);
        assertThat(third.decode(1, codec.encode(sample)).note()).isEqualTo("from x2");
        assertThat(third.decode(2, codec.encode(sample)).note()).isEqualTo("from x");
    }

    @Test
    void aMemberThatNobodyKnowsOrAVersionToComeIsRefused() {
        ObjectNode stored = codec.encode(sample).deepCopy();
        assertThatThrownBy(() -> codec.decode(1, stored.put("more", true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode(2, JsonNodeFactory.instance.objectNode()))
                .hasMessageContaining("version 2");
    }
}
