package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol restJson1: members in path, query and headers, bodies in JSON or raw.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">restJson1</a>
 */
public final class RestJson implements Protocol {

    private static final String JSON = "application/json";

    @Override
    public String name() {
        return "rest-json";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request)
            throws WireException {
        HttpHeaders headers = request.http().headers();
        JsonMediaTypes.requireAccepted(operation, headers);
        Structure input = operation.input();
        try {
            boolean streamed = input != null && input.payload() != null && RestBodies.streams(input.payload());
            byte[] body = streamed ? new byte[0] : Bodies.read(request.http().body(), request.bodyLimit());
            JsonMediaTypes.requireType(operation, headers, body.length > 0);
            if (input == null) {
                return new NoMembers(operation.name() + "Request");
            }
            @Nullable Object[] values = new @Nullable Object[input.members().size()];
            HttpBindings.read(input, request, values);
            Member payload = input.payload();
            if (payload != null) {
                values[payload.index()] = streamed ? RequestStream.of(request.http()) : payload(payload, body);
            } else if (body.length > 0 && RestBodies.hasMembers(input)) {
                JsonReading.readStructure(
                        Bodies.utf8(body), input, RestBodies::inBody, values, TimestampFormat.UNIX_TIMESTAMP);
            }
            return input.create(values);
        } catch (MalformedException e) {
            throw new WireException(refusal(e));
        }
    }

    private static @Nullable Object payload(Member payload, byte[] body) throws MalformedException {
        if (payload.shape() instanceof Scalar scalar && scalar.kind() != Scalar.Kind.DOCUMENT) {
            return RestBodies.raw(scalar, body);
        }
        if (body.length == 0) {
            return null;
        }
        if (!(payload.shape() instanceof Structure structure)) {
            return JsonReading.readDocument(Bodies.utf8(body));
        }
        @Nullable Object[] values = new @Nullable Object[structure.members().size()];
        JsonReading.readStructure(Bodies.utf8(body), structure, member -> true, values, TimestampFormat.UNIX_TIMESTAMP);
        Unions.check(structure, values);
        return structure.create(values);
    }

    private static WireError refusal(MalformedException e) {
        return e.kind() == MalformedException.Kind.TOO_LARGE
                ? WireError.of("RequestEntityTooLargeException", 413, e.getMessage())
                : WireError.of("SerializationException", 400, e.getMessage());
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        HttpHeaders.Builder headers = HttpHeaders.builder().add("x-amzn-RequestId", facts.requestId());
        int status = operation.responseCode() == 0 ? 200 : operation.responseCode();
        Structure shape = operation.output();
        if (shape == null) {
            return new HttpResponse(status, headers.build(), ResponseBody.EMPTY);
        }
        Member payload = shape.payload();
        ResponseBody body;
        if (payload == null) {
            headers.set("Content-Type", JSON);
            body = ResponseBody.of(
                    JsonWriting.structure(output, shape, RestBodies::inBody, TimestampFormat.UNIX_TIMESTAMP));
        } else {
            body = payload(output, payload, headers);
        }
        HttpBindings.writeHeaders(output, shape, headers);
        for (Member member : shape.members()) {
            if (member.location() == Member.Location.STATUS_CODE && output.member(member.index()) != null) {
                status = ((Number) Objects.requireNonNull(output.member(member.index()))).intValue();
            }
        }
        return new HttpResponse(status, headers.build(), facts.headRequest() ? ResponseBody.EMPTY : body);
    }

    private static ResponseBody payload(ApiRecord output, Member payload, HttpHeaders.Builder headers) {
        Object value = output.member(payload.index());
        if (payload.shape() instanceof Structure structure) {
            if (value == null && structure.union()) {
                return ResponseBody.EMPTY;
            }
            headers.set("Content-Type", JSON);
            return value == null
                    ? ResponseBody.of("{}")
                    : ResponseBody.of(JsonWriting.structure(
                            (ApiRecord) value, structure, member -> true, TimestampFormat.UNIX_TIMESTAMP));
        }
        if (value == null) {
            return ResponseBody.EMPTY;
        }
        if (((Scalar) payload.shape()).kind() == Scalar.Kind.DOCUMENT) {
            headers.set("Content-Type", JSON);
            return ResponseBody.of(
                    JsonWriting.bytes(TimestampFormat.UNIX_TIMESTAMP, (writing, out) -> writing.plain(value)));
        }
        if (value instanceof StreamingBody stream) {
            headers.set("Content-Type", "application/octet-stream");
            return RequestStream.response(stream);
        }
        if (value instanceof Bytes bytes) {
            headers.set("Content-Type", "application/octet-stream");
            return ResponseBody.of(bytes.toArray());
        }
        headers.set("Content-Type", "text/plain");
        return ResponseBody.of(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        Structure shape = ErrorShapes.find(service, error);
        HttpHeaders.Builder headers = HttpHeaders.builder()
                .add("x-amzn-RequestId", facts.requestId())
                .add("x-amzn-ErrorType", shape != null ? shape.name() : error.code());
        ApiRecord modelled = error.modelled();
        if (modelled != null && shape != null) {
            HttpBindings.writeHeaders(modelled, shape, headers);
        }
        headers.set("Content-Type", JSON);
        byte[] body = JsonWriting.bytes(TimestampFormat.UNIX_TIMESTAMP, (writing, out) -> {
            out.writeStartObject();
            String message = error.message();
            if (message != null) {
                out.writeStringField(messageName(shape), message);
            }
            if (modelled != null && shape != null) {
                writing.members(
                        modelled,
                        shape,
                        member -> RestBodies.inBody(member) && (message == null || !ErrorShapes.isMessage(member)));
            }
            for (Map.Entry<String, String> detail : error.details().entrySet()) {
                out.writeStringField(detail.getKey(), detail.getValue());
            }
            out.writeEndObject();
        });
        return new HttpResponse(
                error.httpStatus(), headers.build(), facts.headRequest() ? ResponseBody.EMPTY : ResponseBody.of(body));
    }

    private static String messageName(@Nullable Structure shape) {
        if (shape != null) {
            for (Member member : shape.members()) {
                if (ErrorShapes.isMessage(member)) {
                    return member.locationName();
                }
            }
        }
        return "message";
    }
}
