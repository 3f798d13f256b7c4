package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ContextKeysTest {

    @Test
    void keysThatWereBuiltDoNotChangeWithTheirBuilder() {
        ContextKeys.Builder builder = ContextKeys.builder().put("aws:username", "ann");
        ContextKeys first = builder.build();

        ContextKeys second = builder.put("aws:username", "bob")
                .put("s3:prefix", "home/")
                .remove("aws:userid")
                .build();

        assertThat(first.single("aws:username")).isEqualTo("ann");
        assertThat(first.contains("s3:prefix")).isFalse();
        assertThat(second.single("aws:username")).isEqualTo("bob");
    }

    @Test
    void aKeyTakenAwayFromABuilderStaysInWhatWasBuiltBefore() {
        ContextKeys.Builder builder = ContextKeys.builder().put("aws:username", "ann");
        ContextKeys before = builder.build();

        assertThat(builder.remove("AWS:UserName").build()).isEqualTo(ContextKeys.EMPTY);
        assertThat(before.contains("aws:username")).isTrue();
    }

    @Test
    void namesThatDifferByCaseAreOneKeyOfSeveralValues() {
        ContextKeys.Builder builder = ContextKeys.builder().put("aws:RequestTag/Team", "red");
        ContextKeys one = builder.build();
        ContextKeys both = builder.put("aws:RequestTag/team", "blue").build();

        assertThat(one.single("aws:requesttag/TEAM")).isEqualTo("red");
        assertThat(both.single("aws:RequestTag/team")).isNull();
        assertThat(both.get("aws:RequestTag/team"))
                .isEqualTo(new ContextKeys.Entry("aws:RequestTag/Team", List.of("red", "blue"), true));
    }

    @Test
    void ofKeysPutTogetherTheOthersWinAndBothSidesStayAsTheyWere() {
        ContextKeys own = ContextKeys.builder()
                .put("aws:username", "ann")
                .put("s3:prefix", "a")
                .build();
        ContextKeys others = ContextKeys.builder().put("s3:prefix", "b").build();

        ContextKeys joined = own.with(others);

        assertThat(joined.single("s3:prefix")).isEqualTo("b");
        assertThat(joined.single("aws:username")).isEqualTo("ann");
        assertThat(own.single("s3:prefix")).isEqualTo("a");
        assertThat(others.contains("aws:username")).isFalse();
    }

    @Test
    void namesOfOneHashAreDifferentKeys() {
        ContextKeys keys = ContextKeys.builder()
                .put("aws:requesttag/1q", "first")
                .put("aws:requesttag/33", "second")
                .build();

        assertThat("1q".hashCode()).isEqualTo("33".hashCode());
        assertThat(keys.single("aws:RequestTag/1Q")).isEqualTo("first");
        assertThat(keys.single("aws:RequestTag/33")).isEqualTo("second");
        assertThat(keys.entries().keySet()).containsExactly("aws:requesttag/1q", "aws:requesttag/33");
    }

    @Property
    void keysAreAMapWhoseNamesIgnoreCase(
            @ForAll List<@StringLength(max = 2) @Chars({'a', 'A', 'q', '1', '3'}) String> names) {
        ContextKeys.Builder builder = ContextKeys.builder();
        Map<String, String> last = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String lower = names.get(i).toLowerCase(Locale.ROOT);
            builder.put(lower, Integer.toString(i));
            last.put(lower, Integer.toString(i));
        }

        ContextKeys keys = builder.build();
        ContextKeys doubled = ContextKeys.builder().put("a", "before").build().with(keys);

        last.forEach((name, value) ->
                assertThat(keys.single(name.toUpperCase(Locale.ROOT))).isEqualTo(value));
        assertThat(keys.entries().keySet()).isEqualTo(last.keySet());
        last.putIfAbsent("a", "before");
        assertThat(doubled.entries().keySet()).isEqualTo(last.keySet());
        assertThat(doubled.single("A")).isEqualTo(last.get("a"));
    }
}
