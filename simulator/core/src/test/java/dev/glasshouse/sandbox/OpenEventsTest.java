package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OpenEventsTest {

    private static LogRecord event(String id) {
        return new LogRecord(id, Instant.EPOCH, "1", "r", "Data", Bytes.wrap("{}".getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> ids(OpenEvents events) {
        return events.list().stream().map(LogRecord::id).toList();
    }

    @Test
    void whoAddsToAnOlderOneLeavesTheNewerAsItIs() {
        OpenEvents one = OpenEvents.NONE.plus(event("a"));
        OpenEvents two = one.plus(event("b"));
        OpenEvents other = one.plus(event("c"));
        assertThat(ids(one)).containsExactly("a");
        assertThat(ids(two)).containsExactly("a", "b");
        assertThat(ids(other)).containsExactly("a", "c");
        assertThat(ids(two.plus(event("d")))).containsExactly("a", "b", "d");
        assertThat(ids(OpenEvents.NONE)).isEmpty();
    }

    @Property
    void eachHoldsWhatWasAddedToItAndNothingElse(@ForAll @Size(max = 60) List<Integer> parents) {
        List<OpenEvents> made = new ArrayList<>(List.of(OpenEvents.NONE));
        List<List<String>> expected = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < parents.size(); i++) {
            // mostly the newest, as calls do
            int of = i % 3 == 0 ? Math.floorMod(parents.get(i), made.size()) : made.size() - 1;
            made.add(made.get(of).plus(event("e" + i)));
            List<String> ids = new ArrayList<>(expected.get(of));
            ids.add("e" + i);
            expected.add(ids);
        }
        for (int i = 0; i < made.size(); i++) {
            assertThat(ids(made.get(i))).isEqualTo(expected.get(i));
            assertThat(made.get(i).size()).isEqualTo(expected.get(i).size());
        }
    }
}
