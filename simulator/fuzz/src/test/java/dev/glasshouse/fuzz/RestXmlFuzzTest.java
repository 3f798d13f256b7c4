package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Whatever a body holds, it is decoded or refused. */
class RestXmlFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        Decoding.decode("s3", data, "application/xml", Map.of("Bucket", "b", "Key", "k"));
    }
}
