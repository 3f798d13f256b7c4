package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.MultipartForm;
import dev.glasshouse.wire.PostPolicy;
import dev.glasshouse.wire.Protocol;
import dev.glasshouse.wire.ProtocolSelection;
import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whatever a body holds, a decoder reads it or refuses it. */
class DecodersFuzzTest {

    private static List<OperationModel> withInput(String service) {
        return ServiceCatalog.service(service).operations().values().stream()
                .filter(operation -> operation.input() != null)
                .toList();
    }

    /** The first byte chooses the operation, the rest is the body. */
    private static void decode(String serviceName, byte[] data, String contentType, Map<String, String> labels) {
        if (data.length == 0) {
            return;
        }
        ServiceModel service = ServiceCatalog.service(serviceName);
        List<OperationModel> operations = withInput(serviceName);
        OperationModel operation = operations.get((data[0] & 0xff) % operations.size());
        HttpRequest request = request(contentType, Arrays.copyOfRange(data, 1, data.length));
        try {
            Protocol protocol = ProtocolSelection.fallback(service);
            protocol.decode(service, operation, new Protocol.RoutedRequest(request, labels));
        } catch (WireException e) {
            // refused
        }
    }

    private static HttpRequest request(String contentType, byte[] body) {
        return new HttpRequest(
                "POST",
                "/",
                null,
                HttpHeaders.of("Content-Type", contentType, "Content-Length", Integer.toString(body.length)),
                new ByteArrayInputStream(body),
                Connection.IN_PROCESS);
    }

    @FuzzTest(maxDuration = "2m")
    void json(byte[] data) {
        decode("kms", data, "application/x-amz-json-1.1", Map.of());
    }

    @FuzzTest(maxDuration = "2m")
    void restJson(byte[] data) {
        decode("accessanalyzer", data, "application/json", Map.of("analyzerName", "a", "ruleName", "r", "id", "i"));
    }

    @FuzzTest(maxDuration = "2m")
    void query(byte[] data) {
        decode("iam", data, "application/x-www-form-urlencoded", Map.of());
    }

    @FuzzTest(maxDuration = "2m")
    void restXml(byte[] data) {
        decode("s3", data, "application/xml", Map.of("Bucket", "b", "Key", "k"));
    }

    @FuzzTest(maxDuration = "2m")
    void multipartForm(byte[] data) throws IOException {
        try {
            MultipartForm.read(request("multipart/form-data; boundary=b", data));
        } catch (WireException | RejectedBodyException e) {
            // refused
        }
    }

    @FuzzTest(maxDuration = "2m")
    void postPolicy(byte[] data) {
        try {
            PostPolicy.parse(new String(data, StandardCharsets.ISO_8859_1));
        } catch (WireException e) {
            // refused
        }
    }
}
