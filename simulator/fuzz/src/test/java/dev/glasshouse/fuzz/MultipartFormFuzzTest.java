package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.wire.MultipartForm;
import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireException;
import java.io.IOException;

/** Whatever a browser's form holds, it is read or refused. */
class MultipartFormFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) throws IOException {
        try {
            MultipartForm.read(Requests.post("multipart/form-data; boundary=b", data));
        } catch (WireException | RejectedBodyException e) {
            // refused
        }
    }
}
