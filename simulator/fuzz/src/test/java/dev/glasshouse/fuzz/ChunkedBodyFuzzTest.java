package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireException;
import java.io.IOException;

/** Whatever stands in chunks is refused, or is five bytes long as it was said to be. */
class ChunkedBodyFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) throws IOException {
        byte[] body;
        try {
            body = Requests.unchunked(data);
        } catch (WireException | RejectedBodyException e) {
            return; // refused
        }
        if (body.length != 5) {
            throw new AssertionError("read " + body.length + " bytes");
        }
    }
}
