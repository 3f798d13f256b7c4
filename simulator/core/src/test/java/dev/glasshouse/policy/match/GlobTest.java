package dev.glasshouse.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wildcard matcher, against a plain reference and against hostile patterns. */
final class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "?, '', false",
        "?, a, true",
        "**, abc, true",
        "a*b, ab, true",
        "a*b, aXbXb, true",
        "a*b, abX, false",
        "*ab*, xxaab, true",
        "a*a, a, false",
        "?*?, a, false",
        "?*?, ab, true",
        "*?b, aab, true",
        "ab*ba, aba, false"
    })
    void examples(String pattern, String text, boolean matches) {
        assertThat(Glob.compile(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void aQuestionMarkIsOneCharacterEvenOutsideTheBasicPlane() {
        assertThat(Glob.compile("a?b").matches("a\uD83D\uDE00b")).isTrue();
        assertThat(Glob.compile("*?\uD83D\uDE00").matches("\uD83D\uDE00\uD83D\uDE00"))
                .isTrue();
        assertThat(Glob.compile("a??b").matches("a\uD83D\uDE00b")).isFalse();
    }

    @Test
    void literalStarsMatchOnlyThemselves() {
        Glob glob = Glob.compile(
                new PatternText.Builder().literal("*").pattern("/*").build());
        assertThat(glob.matches("*/x")).isTrue();
        assertThat(glob.matches("a/x")).isFalse();
    }

    /** Backtracking matchers need more steps here than the universe has seconds; this one ends at once. */
    @Test
    void hostilePatternsEnd() {
        String text = "a".repeat(20_000);
        assertThat(Glob.compile("*a".repeat(5_000) + "b").matches(text)).isFalse();
        assertThat(Glob.compile("*?a".repeat(2_000) + "*b").matches(text)).isFalse();
        assertThat(Glob.compile("*".repeat(100_000)).matches(text)).isTrue();
        assertThat(Glob.compile("a*".repeat(20_000)).matches(text)).isTrue();
        assertThat(Glob.compile("a".repeat(131_072)).matches(text)).isFalse();
    }

    @Property(tries = 3000)
    void agreesWithTheReference(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(Glob.compile(pattern).matches(text)).isEqualTo(reference(pattern, text));
    }

    @Property
    void everyTextMatchesItselfLiterally(@ForAll String text) {
        assertThat(Glob.compile(PatternText.literal(text)).matches(text)).isTrue();
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(9);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(9);
    }

    /** Fills a table of prefixes: slow, and too simple to be wrong. */
    private static boolean reference(String pattern, String text) {
        boolean[] fits = new boolean[text.length() + 1];
        fits[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean[] next = new boolean[text.length() + 1];
            next[0] = c == '*' && fits[0];
            for (int t = 1; t <= text.length(); t++) {
                next[t] = c == '*' ? fits[t] || next[t - 1] : fits[t - 1] && (c == '?' || c == text.charAt(t - 1));
            }
            fits = next;
        }
        return fits[text.length()];
    }

    @Property(tries = 500)
    void hostilePatternsCostAtMostTheProductOfBothLengths(
            @ForAll @IntRange(min = 1, max = 40) int stars,
            @ForAll @IntRange(min = 0, max = 12) int run,
            @ForAll boolean one,
            @ForAll @IntRange(min = 0, max = 600) int length) {
        String pattern = ("*" + "a".repeat(run) + (one ? "?a" : "a")).repeat(stars) + "b";
        String text = "a".repeat(length);
        assertThat(Glob.compile(pattern).steps(text)).isLessThanOrEqualTo((long) (pattern.length() + 1) * (length + 1));
    }
}
