package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Whatever a body holds, it is decoded or refused. */
class QueryFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        Decoding.decode("iam", data, "application/x-www-form-urlencoded", Map.of());
    }
}
