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
import dev.glasshouse.api.model.XmlNamespace;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol restXml, with S3's variations: members in path, query and headers, bodies in XML or raw.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html">restXml</a>
 */
public final class RestXml implements Protocol {

    @Override
    public String name() {
        return "rest-xml";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request)
            throws WireException {
        Structure input = operation.input();
        try {
            if (input == null) {
                Bodies.read(request.http().body(), request.bodyLimit());
                return new NoMembers(operation.name() + "Request");
            }
            @Nullable Object[] values = new @Nullable Object[input.members().size()];
            HttpBindings.read(input, request, values);
            Member payload = input.payload();
            if (payload != null) {
                values[payload.index()] = payload(RestXmlDialect.of(service), payload, request);
            } else {
                byte[] body = Bodies.read(request.http().body(), request.bodyLimit());
                if (body.length > 0 && RestBodies.hasMembers(input)) {
                    XmlNode root = XmlReader.read(Bodies.utf8(body));
                    requireRoot(root, operation.inputXmlName(), input);
                    RestXmlDialect.of(service).requireSchema(root, input, RestBodies::inBody);
                    XmlDecoder.members(root, input, RestBodies::inBody, values);
                }
            }
            return input.create(values);
        } catch (MalformedException e) {
            throw new WireException(RestXmlDialect.of(service).refusal(e, input));
        }
    }

    private static void requireRoot(XmlNode root, @Nullable String operationName, Structure input)
            throws MalformedException {
        String expected = operationName != null ? operationName : input.xmlName();
        if (expected != null && !root.name().equals(expected)) {
            throw MalformedException.type("the root element is not " + expected);
        }
    }

    private static @Nullable Object payload(RestXmlDialect dialect, Member payload, RoutedRequest request)
            throws MalformedException, WireException {
        if (RestBodies.streams(payload)) {
            return RequestStream.of(request.http());
        }
        byte[] body = Bodies.read(request.http().body(), request.bodyLimit());
        if (payload.shape() instanceof Scalar scalar) {
            return RestBodies.raw(scalar, body);
        }
        if (body.length == 0) {
            return null;
        }
        XmlNode root = XmlReader.read(Bodies.utf8(body));
        if (!root.name().equals(XmlNames.payload(payload))) {
            throw MalformedException.type("the root element is not " + XmlNames.payload(payload));
        }
        dialect.requireSchema(root, (Structure) payload.shape(), member -> true);
        return XmlDecoder.structure(root, (Structure) payload.shape());
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        RestXmlDialect dialect = RestXmlDialect.of(service);
        HttpHeaders.Builder headers = ids(dialect, facts);
        int status = operation.responseCode() == 0 ? 200 : operation.responseCode();
        Structure shape = operation.output();
        if (shape == null) {
            return new HttpResponse(status, headers.build(), ResponseBody.EMPTY);
        }
        if (dialect.s3() && facts.headRequest()) {
            headers.set("Content-Type", "application/xml"); // unless the operation says its own
        }
        Body body = body(service, operation, output, shape);
        if (body.contentType() != null) {
            headers.set("Content-Type", Objects.requireNonNull(body.contentType()));
        }
        HttpBindings.writeHeaders(output, shape, headers);
        for (Member member : shape.members()) {
            if (member.location() == Member.Location.STATUS_CODE && output.member(member.index()) != null) {
                status = ((Number) Objects.requireNonNull(output.member(member.index()))).intValue();
            }
        }
        HttpHeaders written = headers.build();
        if (status == 200 && written.contains("Content-Range")) {
            status = 206; // HTTP's own rule; the model does not say it
        }
        return new HttpResponse(status, written, facts.headRequest() ? ResponseBody.EMPTY : body.content());
    }

    private record Body(ResponseBody content, @Nullable String contentType) {
        static final Body NONE = new Body(ResponseBody.EMPTY, null);
    }

    private static Body body(ServiceModel service, OperationModel operation, ApiRecord output, Structure shape) {
        RestXmlDialect dialect = RestXmlDialect.of(service);
        Member payload = shape.payload();
        if (payload == null) {
            return RestBodies.hasMembers(shape) ? document(service, operation, output, shape) : Body.NONE;
        }
        Object value = output.member(payload.index());
        if (value == null) {
            return Body.NONE;
        }
        if (value instanceof StreamingBody stream) {
            return new Body(RequestStream.response(stream), "application/octet-stream");
        }
        if (value instanceof Bytes bytes) {
            return new Body(ResponseBody.of(bytes.toArray()), "application/octet-stream");
        }
        if (value instanceof String text) {
            return new Body(ResponseBody.of(text), dialect.textType(operation));
        }
        Structure structure = (Structure) payload.shape();
        XmlWriter out = new XmlWriter(false).prolog();
        out.open(XmlNames.payload(payload), rootNamespace(service, payload, structure));
        new XmlEncoder(out, dialect.s3()).members((ApiRecord) value, structure, member -> true);
        out.close();
        return new Body(ResponseBody.of(out.document()), "application/xml");
    }

    private static @Nullable XmlNamespace rootNamespace(ServiceModel service, Member payload, Structure structure) {
        if (payload.xmlNamespace() != null) {
            return payload.xmlNamespace();
        }
        return structure.xmlNamespace() != null
                ? structure.xmlNamespace()
                : RestXmlDialect.of(service).namespace(service);
    }

    private static Body document(ServiceModel service, OperationModel operation, ApiRecord output, Structure shape) {
        RestXmlDialect dialect = RestXmlDialect.of(service);
        XmlWriter out = new XmlWriter(false).prolog();
        XmlNamespace namespace = shape.xmlNamespace() != null ? shape.xmlNamespace() : dialect.namespace(service);
        out.open(dialect.root(operation, shape), namespace);
        if (dialect.unwrapped(operation)) {
            Object value = output.member(0);
            if (value != null) {
                out.text(value.toString());
            }
        } else {
            new XmlEncoder(out, dialect.s3()).members(output, shape, RestBodies::inBody);
        }
        out.close();
        return new Body(ResponseBody.of(out.document()), "application/xml");
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        RestXmlDialect dialect = RestXmlDialect.of(service);
        HttpHeaders.Builder headers = ids(dialect, facts);
        ApiRecord modelled = error.modelled();
        Structure shape = modelled == null ? null : ErrorShapes.find(service, error);
        if (modelled != null && shape != null) {
            HttpBindings.writeHeaders(modelled, shape, headers);
        }
        error.headers().forEach(headers::set);
        if (error.httpStatus() == 304 || error.httpStatus() == 307 && error.message() == null) {
            return new HttpResponse(error.httpStatus(), headers.build(), ResponseBody.EMPTY);
        }
        headers.set("Content-Type", "application/xml");
        if (facts.headRequest()) {
            return new HttpResponse(error.httpStatus(), headers.build(), ResponseBody.EMPTY);
        }
        XmlWriter out = new XmlWriter(false);
        if (dialect.s3()) {
            out.prolog().open("Error").element("Code", error.code());
            XmlErrors.content(out, service, error);
            out.element("RequestId", facts.requestId()).element("HostId", facts.hostId());
            out.close();
        } else {
            out.prolog().open("ErrorResponse", dialect.namespace(service));
            XmlErrors.write(out, service, error);
            out.element("RequestId", facts.requestId());
            if (!facts.hostId().isEmpty()) {
                out.element("HostId", facts.hostId());
            }
            out.close();
        }
        return new HttpResponse(error.httpStatus(), headers.build(), ResponseBody.of(out.document()));
    }

    /** The header fields that name an answer of a service which speaks this protocol. */
    public static HttpHeaders.Builder identified(ServiceModel service, ResponseFacts facts) {
        return ids(RestXmlDialect.of(service), facts);
    }

    private static HttpHeaders.Builder ids(RestXmlDialect dialect, ResponseFacts facts) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        if (dialect.s3()) {
            return headers.add("x-amz-request-id", facts.requestId())
                    .add("x-amz-id-2", facts.hostId())
                    .add("Server", "AmazonS3");
        }
        return facts.hostId().isEmpty()
                ? headers.add("x-amzn-RequestId", facts.requestId())
                : headers.add("x-amz-request-id", facts.requestId()).add("x-amz-id-2", facts.hostId());
    }
}
