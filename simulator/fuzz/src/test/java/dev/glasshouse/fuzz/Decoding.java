package dev.glasshouse.fuzz;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.Protocol;
import dev.glasshouse.wire.ProtocolSelection;
import dev.glasshouse.wire.WireException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Lets a service's protocol decode made-up bodies. */
final class Decoding {

    private Decoding() {}

    /** The first byte chooses the operation, the rest is the body. */
    static void decode(String serviceName, byte[] data, String contentType, Map<String, String> labels) {
        if (data.length == 0) {
            return;
        }
        ServiceModel service = ServiceCatalog.service(serviceName);
        List<OperationModel> operations = service.operations().values().stream()
                .filter(operation -> operation.input() != null)
                .toList();
        OperationModel operation = operations.get((data[0] & 0xff) % operations.size());
        byte[] body = Arrays.copyOfRange(data, 1, data.length);
        try {
            ProtocolSelection.fallback(service)
                    .decode(service, operation, new Protocol.RoutedRequest(Requests.post(contentType, body), labels));
        } catch (WireException e) {
            // refused
        }
    }
}
