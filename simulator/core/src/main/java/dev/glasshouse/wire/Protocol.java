package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.util.Map;

/**
 * One of AWS's wire protocols: turns a request into the operation's input record, and its output record or an error into
 * an answer. Protocols know shapes, not services: they have no state and are shared.
 */
public interface Protocol {

    /** The name in the service model: {@code json}, {@code query}, {@code rest-xml}. */
    String name();

    /**
     * Reads the input of an operation. The body of the request is read here, except that a streaming member is handed
     * on unread. Constraints are not checked here but by {@link ConstraintChecker}.
     *
     * @throws WireException if the body cannot be read as this protocol, with the service's error for it
     */
    ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request) throws WireException;

    /** Writes the output of an operation. */
    HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts);

    /** Writes an error. */
    HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts);

    /**
     * What an answer carries beside its record.
     *
     * @param requestId the request's id in the service's form
     * @param hostId S3's second id, else an empty text
     * @param resource S3's {@code Resource} of an error: the raw path
     * @param headRequest whether the answer must have no body
     */
    record ResponseFacts(String requestId, String hostId, String resource, boolean headRequest) {}

    /**
     * A request whose service and operation are known.
     *
     * @param http the request; its body is already freed of transfer codings (aws-chunked) and bounded
     * @param labels the path labels of the operation's URI pattern, percent-decoded: {@code Bucket}, {@code Key}
     * @param bodyLimit the most bytes of a body that is not streamed; one more is refused
     */
    record RoutedRequest(HttpRequest http, Map<String, String> labels, int bodyLimit) {

        /** The limit where an operation sets no other: 1 MiB. */
        public static final int DEFAULT_BODY_LIMIT = 1 << 20;

        public RoutedRequest {
            labels = Map.copyOf(labels);
        }

        /** A request with the default limit. */
        public RoutedRequest(HttpRequest http, Map<String, String> labels) {
            this(http, labels, DEFAULT_BODY_LIMIT);
        }
    }
}
