package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Metadata outside ASCII, as S3's user guide shows it. */
class EncodedWordsTest {

    private static String shown(String sent) {
        return EncodedWords.encode(Map.of("a", EncodedWords.decode(sent))).getOrDefault("a", "");
    }

    @Test
    void what_is_sent_as_an_encoded_word_comes_back_as_one_of_base64() {
        assertThat(shown("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=")).isEqualTo("=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=");
        assertThat(shown("=?utf-8?b?w4RNw4Raw5XDkSBTMw==?=")).isEqualTo("=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?s=FC=DF?=")).isEqualTo("s\u00fc\u00df");
    }

    @Test
    void bytes_of_utf8_are_taken_for_characters_of_latin_1() {
        assertThat(shown("\u00c3\u0084M\u00c3\u0084Z\u00c3\u0095\u00c3\u0091 S3"))
                .isEqualTo("=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=");
    }

    @Test
    void ascii_stays_as_it_is_and_words_of_ascii_are_read() {
        assertThat(shown("AMAZONS3")).isEqualTo("AMAZONS3");
        assertThat(shown("")).isEmpty();
        assertThat(shown("=?UTF-8?Q?a_b?=")).isEqualTo("a b");
        assertThat(shown("x =?UTF-8?B?YQ==?= =?UTF-8?B?Yg==?= y")).isEqualTo("x ab y");
    }

    @Test
    void what_is_no_encoded_word_stays() {
        for (String text : new String[] {
            "=?",
            "=?UTF-8?",
            "=?UTF-8?B?",
            "=?UTF-8?B?!!?=",
            "=?UTF-8?X?a?=",
            "=?x-none?B?YQ==?=",
            "=?UTF-8?Q?=F?=",
            "=?UTF-8?Q?=ZZ?=",
            "=?UTF-8?B?/w==?=",
            "a?=b=?c"
        }) {
            assertThat(shown(text)).isEqualTo(text);
        }
    }

    @Property
    void what_is_shown_says_the_same_when_it_is_sent_again(@ForAll String text) {
        String stored = EncodedWords.decode(text);
        String shown = shown(text);
        assertThat(shown.chars()).allMatch(c -> c >= ' ' && c < 0x7f || c == '\t');
        assertThat(shown.equals(stored) ? stored : EncodedWords.decode(shown))
                .isEqualTo(new String(
                        stored.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8));
    }
}
