package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocols awsJson 1.0 and 1.1: the operation in {@code X-Amz-Target}, input and output as JSON objects.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">awsJson 1.1</a>
 */
public final class AwsJson implements Protocol {

    // these come from layers below the services, which spell the member with a capital letter
    private static final Set<String> CAPITAL_MESSAGE =
            Set.of("AccessDeniedException", "SerializationException", "MissingAuthenticationTokenException");

    @Override
    public String name() {
        return "json";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request)
            throws WireException {
        try {
            byte[] body = Bodies.read(request.http().body(), request.bodyLimit());
            Structure input = operation.input();
            if (input == null) {
                return new NoMembers(operation.name() + "Request");
            }
            @Nullable Object[] values = new @Nullable Object[input.members().size()];
            if (body.length > 0) {
                JsonReading.readStructure(
                        Bodies.utf8(body), input, member -> true, values, TimestampFormat.UNIX_TIMESTAMP);
            }
            return input.create(values);
        } catch (MalformedException e) {
            throw new WireException(refusal(e));
        }
    }

    private static WireError refusal(MalformedException e) {
        return e.kind() == MalformedException.Kind.TOO_LARGE
                ? WireError.of("RequestEntityTooLargeException", 413, e.getMessage())
                : WireError.of("SerializationException", 400, e.getMessage());
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        Structure shape = operation.output();
        byte[] body = shape == null
                ? new byte[0]
                : JsonWriting.structure(output, shape, member -> true, TimestampFormat.UNIX_TIMESTAMP);
        return answer(service, 200, body, facts);
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        Structure shape = ErrorShapes.find(service, error);
        String type = shape != null ? shape.name() : error.code();
        byte[] body = JsonWriting.bytes(TimestampFormat.UNIX_TIMESTAMP, (writing, out) -> {
            out.writeStartObject();
            out.writeStringField("__type", type);
            String message = error.message();
            if (message != null) {
                out.writeStringField(messageName(shape, type), message);
            }
            ApiRecord modelled = error.modelled();
            if (modelled != null && shape != null) {
                writing.members(modelled, shape, member -> message == null || !ErrorShapes.isMessage(member));
            }
            for (var detail : error.details().entrySet()) {
                out.writeStringField(detail.getKey(), detail.getValue());
            }
            out.writeEndObject();
        });
        HttpResponse answer = answer(service, error.httpStatus(), body, facts);
        return service.protocols().contains("query")
                ? answer.withHeader(
                        "x-amzn-query-error", error.code() + (error.senderFault() ? ";Sender" : ";Receiver"))
                : answer;
    }

    private static String messageName(@Nullable Structure shape, String type) {
        if (shape != null) {
            for (Member member : shape.members()) {
                if (ErrorShapes.isMessage(member)) {
                    return member.locationName();
                }
            }
        }
        return CAPITAL_MESSAGE.contains(type) ? "Message" : "message";
    }

    private static HttpResponse answer(ServiceModel service, int status, byte[] body, ResponseFacts facts) {
        String version = service.jsonVersion();
        return new HttpResponse(
                status,
                HttpHeaders.of(
                        "x-amzn-RequestId",
                        facts.requestId(),
                        "Content-Type",
                        String.format(Locale.ROOT, "application/x-amz-json-%s", version == null ? "1.1" : version)),
                facts.headRequest() ? ResponseBody.EMPTY : ResponseBody.of(body));
    }
}
