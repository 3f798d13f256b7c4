package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.Simulator;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.SignatureErrors;
import dev.glasshouse.wire.sigv4.SignatureParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Whatever claims to be a signature is parsed or refused, and none that was made up is good. */
class SignaturesFuzzTest {

    private static final Simulator SIMULATOR = Simulator.builder().seed("fuzz").start();

    private static HttpRequest request(String authorization, String query, byte[] body) {
        return new HttpRequest(
                "PUT",
                "/bucket/key",
                query,
                HttpHeaders.of(
                        "Host",
                        "s3.amazonaws.com",
                        "Authorization",
                        authorization,
                        "X-Amz-Date",
                        "20261124T000000Z",
                        "X-Amz-Region-Set",
                        "us-east-1",
                        "x-amz-content-sha256",
                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "x-amz-decoded-content-length",
                        "5",
                        "Content-Length",
                        Integer.toString(body.length)),
                new ByteArrayInputStream(body),
                Connection.IN_PROCESS);
    }

    @FuzzTest(maxDuration = "2m")
    void header(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        for (SignatureErrors errors : SignatureErrors.values()) {
            try {
                SignatureParser.parse(request(text, "", data), errors);
            } catch (WireException e) {
                // refused
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void wholeRequest(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        HttpResponse answer = SIMULATOR.handle(request(text, text, data), SIMULATOR.sandbox());
        if (answer.status() < 400 || answer.status() >= 500) {
            throw new AssertionError("answered with " + answer.status());
        }
    }
}
