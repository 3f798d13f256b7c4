package dev.glasshouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.gateway.DirectCalls;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.RecordJson;
import dev.glasshouse.wire.WireError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls any operation by its name, with inputs and outputs as JSON by the names of AWS's models. Calls are authenticated
 * by the keys, authorised and recorded like those of any client; the wire alone is left out.
 */
public final class ApiClient {

    private final DirectCalls calls;
    private final Sandbox sandbox;
    private final @Nullable Credentials credentials;
    private final String region;
    private final String agent;

    ApiClient(DirectCalls calls, Sandbox sandbox, @Nullable Credentials credentials, String region, String agent) {
        this.calls = calls;
        this.sandbox = sandbox;
        this.credentials = credentials;
        this.region = region;
        this.agent = agent;
    }

    /** The same caller in another Region. */
    public ApiClient in(String other) {
        return new ApiClient(calls, sandbox, credentials, other, agent);
    }

    /** The same caller with another {@code User-Agent}. */
    public ApiClient agent(String other) {
        return new ApiClient(calls, sandbox, credentials, region, other);
    }

    /**
     * An answer.
     *
     * @param requestId its request id
     * @param output the members of the output, empty where the call failed
     * @param body the bytes of a streamed output, such as an object's
     * @param error the error, or null where the call succeeded
     */
    public record Answer(
            String requestId,
            ObjectNode output,
            Bytes body,
            @Nullable WireError error) {

        /** The error's code, or an empty text where the call succeeded. */
        public String errorCode() {
            return error == null ? "" : error.code();
        }
    }

    /**
     * Makes a call.
     *
     * @param operation such as {@code s3:GetObject}
     * @param input the members of the input, see {@link RecordJson}
     * @throws IllegalArgumentException if there is no such operation or member, or a value is of a wrong type
     */
    public Answer call(String operation, JsonNode input) {
        int colon = operation.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("an operation is written service:Operation, not " + operation);
        }
        ServiceModel service = ServiceCatalog.service(operation.substring(0, colon));
        OperationModel called = service.operation(operation.substring(colon + 1))
                .orElseThrow(() -> new IllegalArgumentException("AWS has no operation " + operation));
        DirectCalls.Keys keys = credentials == null
                ? null
                : new DirectCalls.Keys(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        DirectCalls.Origin origin = new DirectCalls.Origin(sandbox, keys, region, agent);
        Structure asked = called.input();
        DirectCalls.Ending ending = !calls.simulates(service, called)
                ? calls.unsimulated(origin, service, called, simple(input))
                : calls.call(origin, service, called, record(called, asked, input));
        Structure shape = called.output();
        ObjectNode output = shape == null || ending.output() == null
                ? JsonNodeFactory.instance.objectNode()
                : RecordJson.write(shape, ending.output());
        return new Answer(ending.requestId(), output, ending.body(), ending.error());
    }

    private ApiRecord record(OperationModel called, @Nullable Structure asked, JsonNode input) {
        if (asked == null) {
            return new NoMembers(called.name() + "Request");
        }
        return RecordJson.read(asked, withTokens(asked, input));
    }

    /** The input with a random token in each member that a client fills with one. */
    private JsonNode withTokens(Structure asked, JsonNode input) {
        List<Member> missing = asked.members().stream()
                .filter(member -> member.idempotencyToken() && !input.hasNonNull(member.name()))
                .toList();
        if (missing.isEmpty() || !input.isObject()) {
            return input;
        }
        ObjectNode whole = input.deepCopy();
        missing.forEach(member -> whole.put(member.name(), sandbox.callIds().uuid("idempotency token", member.name())));
        return whole;
    }

    private static Map<String, String> simple(JsonNode input) {
        Map<String, String> members = new HashMap<>();
        input.properties().forEach(member -> {
            if (member.getValue().isValueNode()) {
                members.put(member.getKey(), member.getValue().asText());
            }
        });
        return members;
    }
}
