package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureV2VectorsTest {

    @ParameterizedTest
    @CsvSource({
        "'Tue, 27 Mar 2007 19:36:42 +0000', bWq2s1WEIj+Ydj0vQ697zp+IXMU=",
        "1175139620, NpgCjnDzrM+WFzoENXmpNDUsSn8="
    })
    void the_signatures_of_awss_examples_are_made(String date, String signature) {
        assertThat(SignatureV2.sign(
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        "GET\n\n\n" + date + "\n/johnsmith/photos/puppy.jpg"))
                .isEqualTo(signature);
    }
}
