package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.sigv4.SignatureErrors;
import dev.glasshouse.wire.sigv4.SignatureParser;
import java.nio.charset.StandardCharsets;

/** Whatever claims to be a signature is parsed or refused. */
class SignatureFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        for (SignatureErrors errors : SignatureErrors.values()) {
            try {
                SignatureParser.parse(Requests.signed(text, "", data), errors);
            } catch (WireException e) {
                // refused
            }
        }
    }
}
