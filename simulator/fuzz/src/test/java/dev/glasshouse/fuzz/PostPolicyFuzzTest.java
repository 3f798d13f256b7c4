package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.wire.PostPolicy;
import dev.glasshouse.wire.WireException;
import java.nio.charset.StandardCharsets;

/** Whatever the policy of a browser's form says, it is read or refused. */
class PostPolicyFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        try {
            PostPolicy.parse(new String(data, StandardCharsets.ISO_8859_1));
        } catch (WireException e) {
            // refused
        }
    }
}
