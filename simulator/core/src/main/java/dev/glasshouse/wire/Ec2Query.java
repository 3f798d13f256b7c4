package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.util.Locale;
import java.util.Objects;

/**
 * The protocol ec2Query: like awsQuery, but names begin with a capital, lists have no level of their own in requests, and
 * answers and errors have another frame.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html">ec2Query</a>
 */
public final class Ec2Query implements Protocol {

    private static final FormDecoder.Naming NAMING = new FormDecoder.Naming() {
        @Override
        public String member(Member member) {
            if (member.queryName() != null) {
                return Objects.requireNonNull(member.queryName());
            }
            String name = member.locationName();
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        @Override
        public boolean flattened(Member member) {
            return member.shape() instanceof ListShape || member.shape() instanceof MapShape;
        }
    };

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request)
            throws WireException {
        return QueryRequests.decode(operation, request, NAMING);
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        XmlWriter out = new XmlWriter(true).prolog();
        out.open(operation.name() + "Response", service.xmlNamespace());
        out.element("requestId", facts.requestId());
        Structure shape = operation.output();
        if (shape != null) {
            new XmlEncoder(out, false).members(output, shape, member -> true);
        }
        out.close();
        return answer(200, out, facts);
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        XmlWriter out = new XmlWriter(true).prolog();
        out.open("Response").open("Errors").open("Error").element("Code", error.code());
        XmlErrors.content(out, service, error);
        out.close().close().element("RequestID", facts.requestId());
        out.close();
        return answer(error.httpStatus(), out, facts);
    }

    private static HttpResponse answer(int status, XmlWriter out, ResponseFacts facts) {
        return new HttpResponse(
                status,
                HttpHeaders.of("x-amzn-RequestId", facts.requestId(), "Content-Type", "text/xml;charset=UTF-8"),
                facts.headRequest() ? ResponseBody.EMPTY : ResponseBody.of(out.document()));
    }
}
