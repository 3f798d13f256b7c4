package dev.glasshouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The IAM actions of operations that are not simulated, with the ARNs of the resources that they are about, by AWS's
 * service authorization reference. Operations whose action has another name stand in {@code iam-action-names.json}.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Service Authorization
 *     Reference</a>
 */
final class IamActions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> BY_PREFIX = new ConcurrentHashMap<>();
    private static final JsonNode NONE = JSON.createObjectNode();
    private static final JsonNode NAMES = names();

    private IamActions() {}

    /**
     * An action.
     *
     * @param name such as {@code dynamodb:GetItem}
     * @param arns the ARNs of its resource types, with {@code ${...}} for what differs; none for an action without any
     */
    record Action(String name, List<String> arns) {
        Action {
            arns = List.copyOf(arns);
        }
    }

    /** The action of an operation. */
    static Action of(ServiceModel service, OperationModel operation) {
        if (service.signingName().equals("apigateway")) {
            return new Action("apigateway:" + operation.httpMethod(), List.of());
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
        JsonNode facts = BY_PREFIX.computeIfAbsent(prefix, IamActions::read);
        for (Map.Entry<String, JsonNode> group : facts.path("actions").properties()) {
            for (JsonNode known : group.getValue()) {
                if (known.asText().equalsIgnoreCase(name)) {
                    return new Action(prefix + ":" + known.asText(), arns(facts, group.getKey()));
                }
            }
        }
        return new Action(prefix + ":" + name, List.of());
    }

    private static List<String> arns(JsonNode facts, String types) {
        List<String> arns = new ArrayList<>();
        for (String type : types.split(" ")) {
            String arn = facts.path("types").path(type).asText();
            if (!arn.isEmpty()) {
                arns.add(arn);
            }
        }
        return arns;
    }

    private static JsonNode read(String prefix) {
        String begin = "{\"prefix\":\"" + prefix + "\",";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("iam-actions.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(begin)) {
                    return JSON.readTree(line);
                }
            }
            return NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("the list of actions can be read", e);
        }
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
