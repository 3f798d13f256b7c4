package dev.glasshouse.wire;

import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the protocol of a request among those its service speaks: SDKs of one service differ, and answers must come in
 * the protocol of the request.
 */
public final class ProtocolSelection {

    private static final List<String> REST = List.of("rest-xml", "rest-json");

    private ProtocolSelection() {}

    /**
     * The protocol of a request.
     *
     * @throws WireException {@code UnknownOperationException} if the request speaks a protocol that the service or this
     *     simulator does not
     */
    public static Protocol of(ServiceModel service, HttpRequest request) throws WireException {
        String name = name(service.protocols(), request);
        Protocol protocol =
                service.protocols().contains(name) ? Protocols.of(name).orElse(null) : null;
        if (protocol == null) {
            throw new WireException(unspoken(name));
        }
        return protocol;
    }

    private static String name(List<String> spoken, HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (headers.contains("smithy-protocol")) {
            return "smithy-" + headers.first("smithy-protocol").orElse("");
        }
        for (String rest : REST) {
            if (spoken.contains(rest)) {
                return rest;
            }
        }
        String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (headers.contains("X-Amz-Target") || type.startsWith("application/x-amz-json")) {
            return "json";
        }
        // presigned query requests have neither body nor content type
        boolean form = type.startsWith("application/x-www-form-urlencoded");
        for (String query : List.of("query", "ec2")) {
            if (spoken.contains(query) && (form || !spoken.contains("json") || request.rawQuery() != null)) {
                return query;
            }
        }
        return form ? "query" : "json";
    }

    private static WireError unspoken(String name) {
        return WireError.of(
                "UnknownOperationException",
                name.startsWith("smithy-") ? 415 : 404,
                "This service does not speak the protocol " + name + " here");
    }

    /** The protocol to answer in where not even the service is known: the one that the request looks like. */
    public static Protocol lookalike(HttpRequest request) {
        String type = request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String name = request.headers().contains("X-Amz-Target") || type.startsWith("application/x-amz-json")
                ? "json"
                : type.startsWith("application/x-www-form-urlencoded") ? "query" : "rest-xml";
        return Protocols.of(name).orElseThrow(() -> new IllegalStateException(name + " is built"));
    }

    /** The protocol to write an error in when the request's own cannot be told. */
    public static Protocol fallback(ServiceModel service) {
        for (String name : service.protocols()) {
            Optional<Protocol> built = Protocols.of(name);
            if (built.isPresent()) {
                return built.get();
            }
        }
        throw new IllegalArgumentException(service.name() + " has no protocol that is built");
    }
}
