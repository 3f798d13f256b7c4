package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.Simulator;
import java.nio.charset.StandardCharsets;

/** No signature that was made up is good. */
class SignedRequestFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int status = Shared.SIMULATOR
                .handle(Requests.signed(text, text, data), Shared.SIMULATOR.sandbox())
                .status();
        if (status < 400 || status >= 500) {
            throw new AssertionError("answered with " + status);
        }
    }

    /** Started with the first input, which Jazzer watches. */
    private static final class Shared {
        static final Simulator SIMULATOR = Simulator.builder().seed("fuzz").start();
    }
}
