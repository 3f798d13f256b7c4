package dev.glasshouse.fuzz;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.wire.DeclaredDigests;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.PayloadBinding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

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

    /** What is read of an S3 upload in unsigned chunks, which is said to be five bytes long and to end with a CRC32. */
    static byte[] unchunked(byte[] body) throws WireException, IOException {
        HttpRequest request = new HttpRequest(
                "PUT",
                "/bucket/key",
                null,
                HttpHeaders.of("x-amz-decoded-content-length", "5", "x-amz-trailer", "x-amz-checksum-crc32"),
                new ByteArrayInputStream(body),
                Connection.IN_PROCESS);
        HttpRequest bound = PayloadBinding.bind(request, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", null, null);
        OperationModel put = ServiceCatalog.service("s3").operation("PutObject").orElseThrow();
        try (InputStream in = DeclaredDigests.bind(bound, put).body()) {
            return in.readAllBytes();
        }
    }
}
