package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.UriText;
import java.io.InputStream;
import java.util.Map;

/**
 * What a client would have sent for a call in process: path, query and headers, for those who look at them, such as the
 * trail. The body went in as a record and is not written.
 */
public final class RestRequests {

    private RestRequests() {}

    /**
     * The request of a call.
     *
     * @param agent its {@code User-Agent}
     */
    public static HttpRequest of(ServiceModel service, OperationModel operation, ApiRecord input, String agent) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        headers.add("Host", service.endpointPrefix() + ".amazonaws.com");
        headers.add("User-Agent", agent);
        int question = operation.requestUri().indexOf('?');
        String path =
                question < 0 ? operation.requestUri() : operation.requestUri().substring(0, question);
        StringBuilder query =
                new StringBuilder(question < 0 ? "" : operation.requestUri().substring(question + 1));
        long length = 0;
        if (operation.input() != null) {
            for (Member member : operation.input().members()) {
                Object value = input.member(member.index());
                if (value == null) {
                    continue;
                }
                switch (member.location()) {
                    case URI ->
                        path = path.replace(
                                        "{" + member.locationName() + "}", UriText.encode(text(member, value), false))
                                .replace("{" + member.locationName() + "+}", UriText.encode(text(member, value), true));
                    case QUERY ->
                        query.append(query.isEmpty() ? "" : "&")
                                .append(UriText.encode(member.locationName(), false))
                                .append('=')
                                .append(UriText.encode(text(member, value), false));
                    case HEADER -> headers.add(member.locationName(), text(member, value));
                    case HEADERS ->
                        ((Map<?, ?>) value)
                                .forEach((name, each) ->
                                        headers.add(member.locationName() + name, String.valueOf(each)));
                    case BODY, STATUS_CODE -> length += value instanceof StreamingBody body ? body.length() : 0;
                }
            }
        }
        headers.add("Content-Length", Long.toString(length));
        return new HttpRequest(
                operation.httpMethod(),
                path,
                query.isEmpty() ? null : query.toString(),
                headers.build(),
                InputStream.nullInputStream(),
                Connection.IN_PROCESS);
    }

    private static String text(Member member, Object value) {
        return member.shape() instanceof Scalar ? ScalarText.write(value, TimestampFormat.RFC822) : value.toString();
    }
}
