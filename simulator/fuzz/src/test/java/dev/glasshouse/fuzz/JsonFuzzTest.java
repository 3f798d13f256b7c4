package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Whatever a body holds, it is decoded or refused. */
class JsonFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        Decoding.decode("kms", data, "application/x-amz-json-1.1", Map.of());
    }
}
