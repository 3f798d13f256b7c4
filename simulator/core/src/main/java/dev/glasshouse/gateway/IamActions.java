package dev.glasshouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.policy.reference.ServiceReference.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * The IAM actions of operations that are not simulated, with the ARNs of the resources that they are about, by AWS's
 * service authorization reference. Operations whose action has another name stand in {@code iam-action-names.json}.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Service Authorization
 *     Reference</a>
 */
final class IamActions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode NAMES = names();

    private IamActions() {}

    /** The action of an operation. */
    static Action of(ServiceModel service, OperationModel operation) {
        if (service.signingName().equals("apigateway")) {
            return new Action("apigateway:" + operation.httpMethod(), Map.of());
        }
        String signing = service.signingName();
        String prefix = NAMES.path("prefixes").path(signing).asText(signing.toLowerCase(Locale.ROOT));
        String name = NAMES.path("actions")
                .path(service.name())
                .path(operation.name())
                .asText(operation.name());
        int colon = name.indexOf(':');
        return colon < 0 ? action(prefix, name) : action(name.substring(0, colon), name.substring(colon + 1));
    }

    private static Action action(String prefix, String name) {
        return ServiceReference.find(prefix, name).orElseGet(() -> new Action(prefix + ":" + name, Map.of()));
    }

    private static JsonNode names() {
        try (InputStream in = open("iam-action-names.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the names of actions can be read", e);
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = IamActions.class.getResourceAsStream(file);
        if (in == null) {
            throw new IOException(file + " is missing");
        }
        return in;
    }
}
