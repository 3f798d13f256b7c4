package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Whatever a body holds, it is decoded or refused. */
class RestJsonFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        Decoding.decode(
                "accessanalyzer", data, "application/json", Map.of("analyzerName", "a", "ruleName", "r", "id", "i"));
    }
}
