package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol awsQuery: parameters in a form or a query string, answers in XML.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">awsQuery</a>
 */
public final class AwsQuery implements Protocol {

    private static final FormDecoder.Naming NAMING = new FormDecoder.Naming() {
        @Override
        public String member(Member member) {
            return member.locationName();
        }

        @Override
        public boolean flattened(Member member) {
            return XmlNames.flattened(member);
        }
    };

    @Override
    public String name() {
        return "query";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request)
            throws WireException {
        return QueryRequests.decode(operation, request, NAMING);
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        XmlWriter out = new XmlWriter(true);
        out.open(operation.name() + "Response", service.xmlNamespace());
        Structure shape = operation.output();
        if (shape != null && (!shape.members().isEmpty() || operation.resultWrapper() != null)) {
            out.open(Objects.requireNonNullElse(operation.resultWrapper(), operation.name() + "Result"));
            new XmlEncoder(out, false).members(output, shape, member -> true);
            out.close();
        }
        out.open("ResponseMetadata").element("RequestId", facts.requestId()).close();
        out.close();
        return answer(200, out.document(), facts);
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        XmlWriter out = new XmlWriter(true);
        out.open("ErrorResponse", service.xmlNamespace());
        XmlErrors.write(out, service, error);
        out.element("RequestId", facts.requestId());
        out.close();
        return answer(error.httpStatus(), out.document(), facts);
    }

    private static HttpResponse answer(int status, @Nullable String document, ResponseFacts facts) {
        return new HttpResponse(
                status,
                HttpHeaders.of("x-amzn-RequestId", facts.requestId(), "Content-Type", "text/xml"),
                facts.headRequest() || document == null ? ResponseBody.EMPTY : ResponseBody.of(document));
    }
}
