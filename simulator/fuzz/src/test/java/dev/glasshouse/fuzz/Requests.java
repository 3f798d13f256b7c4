package dev.glasshouse.fuzz;

import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;

/**
 * Requests to try. They stand apart from the tests: JUnit loads whatever a test class names in a signature before Jazzer
 * can watch it, and the JVM cannot change a record class later.
 */
final class Requests {

    private Requests() {}

    static HttpRequest post(String contentType, byte[] body) {
        return new HttpRequest(
                "POST",
                "/",
                null,
                HttpHeaders.of("Content-Type", contentType, "Content-Length", Integer.toString(body.length)),
                new ByteArrayInputStream(body),
                Connection.IN_PROCESS);
    }

    static HttpRequest signed(String authorization, String query, byte[] body) {
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
}
