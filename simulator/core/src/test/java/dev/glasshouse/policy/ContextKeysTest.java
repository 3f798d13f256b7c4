package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
