package dev.glasshouse.gateway;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.ServiceNames;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.Protocol;
import dev.glasshouse.wire.ProtocolSelection;
import dev.glasshouse.wire.QueryRequests;
import dev.glasshouse.wire.RestRouter;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds a request's service, and in it the operation. */
final class Router {

    private static final String S3 = "s3";

    private final Map<String, RestRouter> routers = new ConcurrentHashMap<>();
    // S3 takes every path, so it is asked after those that sign with its name
    private final Map<String, List<ServiceNames>> bySigningName = ServiceCatalog.names().stream()
            .sorted(Comparator.comparing(names -> names.name().equals(S3)))
            .collect(Collectors.groupingBy(ServiceNames::signingName));

    /**
     * The service that a request is for: the one it is signed for, else the one that its target, host or form names, else
     * S3, which alone takes plain requests.
     *
     * @param signed the signing name of the service that it is signed for, or null
     * @throws WireException if it names a service that is not known
     */
    ServiceModel service(HttpRequest http, @Nullable String signed, QueryRequests.Action asked) throws WireException {
        String action = asked.action() == null ? "" : asked.action();
        Optional<String> target = http.headers().first("X-Amz-Target");
        List<ServiceNames> all = ServiceCatalog.names();
        if (signed != null) {
            // directory buckets sign with a name of their own; they are S3's to refuse
            // as is what comes to its own host, whatever it is signed for
            String name = signed.equals("s3express") || EndpointHosts.ends(http.host(), S3) ? S3 : signed;
            List<ServiceNames> candidates = bySigningName.getOrDefault(name, List.of());
            if (candidates.isEmpty()) {
                throw new WireException(WireError.of(
                        "UnknownOperationException", 404, "Glasshouse does not know a service named " + name + "."));
            }
            return candidates.size() == 1
                    ? ServiceCatalog.service(candidates.get(0).name())
                    : oneOf(candidates, http, target.orElse(""), asked);
        }
        if (target.isPresent()) {
            String prefix = prefix(target.get());
            for (ServiceNames service : all) {
                if (isTarget(prefix, service.targetPrefix())) {
                    return ServiceCatalog.service(service.name());
                }
            }
            throw new WireException(WireError.of("UnknownOperationException", 400, null));
        }
        for (ServiceNames service : all) {
            if (!service.name().equals(S3) && EndpointHosts.is(http.host(), service.endpointPrefix())) {
                return ServiceCatalog.service(service.name());
            }
        }
        if (!action.isEmpty()) {
            return byAction(http, action);
        }
        return ServiceCatalog.service(S3);
    }

    /**
     * Of services that sign with one name, those whose host the request names, and of these the one that knows the
     * operation; the first where none does.
     */
    private ServiceModel oneOf(List<ServiceNames> all, HttpRequest http, String target, QueryRequests.Action asked) {
        List<ServiceNames> candidates = named(all, http.host());
        // what no operation of S3's own takes is refused by it, unless an account's is asked for
        boolean left = candidates.get(candidates.size() - 1).name().equals(S3)
                && !http.headers().contains("x-amz-account-id");
        for (ServiceNames names : candidates) {
            ServiceModel service = ServiceCatalog.service(names.name());
            boolean knows;
            if (!target.isEmpty()) {
                knows = isTarget(prefix(target), names.targetPrefix())
                        && service.operation(target.substring(target.lastIndexOf('.') + 1))
                                .isPresent();
            } else if (asked.action() != null) {
                knows = service.operation(asked.action()).isPresent()
                        && names.apiVersion().equals(asked.version());
            } else if (http.headers().contains("smithy-protocol")) {
                knows = cbor(service, http).isPresent();
            } else if (left && names.name().equals(S3)) {
                return service;
            } else {
                knows = isRest(names)
                        && router(service).knows(http.method(), path(service, http), http.rawQuery(), http.headers());
            }
            if (knows) {
                return service;
            }
        }
        return ServiceCatalog.service(left ? S3 : candidates.get(0).name());
    }

    private static List<ServiceNames> named(List<ServiceNames> all, String host) {
        if (EndpointHosts.isForeign(host)) {
            return all;
        }
        List<ServiceNames> named = all.stream()
                .filter(names -> EndpointHosts.ends(host, names.endpointPrefix()))
                .toList();
        return named.isEmpty() ? all : named;
    }

    private static boolean isRest(ServiceNames names) {
        for (String protocol : names.protocols()) {
            if (protocol.startsWith("rest-")) {
                return true;
            }
        }
        return false;
    }

    private static String prefix(String target) {
        return target.substring(0, Math.max(0, target.lastIndexOf('.')));
    }

    private static Optional<OperationModel> cbor(ServiceModel service, HttpRequest http) {
        String path = http.rawPath();
        int at = path.indexOf("/operation/");
        return at < 0 ? Optional.empty() : service.operation(path.substring(at + "/operation/".length()));
    }

    private RestRouter router(ServiceModel service) {
        RestRouter known = routers.get(service.name());
        return known == null ? routers.computeIfAbsent(service.name(), name -> RestRouter.of(service)) : known;
    }

    private static ServiceModel byAction(HttpRequest http, String action) throws WireException {
        for (ServiceNames names : ServiceCatalog.names()) {
            if (names.protocols().contains("query")) {
                ServiceModel service = ServiceCatalog.service(names.name());
                if (service.operation(action).isPresent()) {
                    return service;
                }
            }
        }
        return http.method().equals("POST") ? ServiceCatalog.service("sts") : ServiceCatalog.service(S3);
    }

    /**
     * The operation of a request to a service.
     *
     * @param body the bytes of the body where they decide, else none
     * @throws WireException with the service's error for an operation that it does not have
     */
    Route operation(ServiceModel service, HttpRequest http, byte[] body) throws WireException {
        Protocol protocol = ProtocolSelection.of(service, http);
        return switch (protocol.name()) {
            case "json" -> new Route(service, target(service, http), protocol, Map.of());
            case "smithy-rpc-v2-cbor" ->
                new Route(
                        service,
                        cbor(service, http)
                                .orElseThrow(
                                        () -> new WireException(WireError.of("UnknownOperationException", 404, null))),
                        protocol,
                        Map.of());
            case "query", "ec2" -> new Route(service, action(service, http, body), protocol, Map.of());
            default -> rest(service, http, protocol);
        };
    }

    /** Older models put a Java package before the service's name, which newer clients leave out. */
    private static boolean isTarget(String prefix, @Nullable String model) {
        return model != null && (prefix.equals(model) || model.endsWith("." + prefix));
    }

    private static OperationModel target(ServiceModel service, HttpRequest http) throws WireException {
        String target = http.headers().first("X-Amz-Target").orElse("");
        int dot = target.lastIndexOf('.');
        String prefix = dot < 0 ? "" : target.substring(0, dot);
        Optional<OperationModel> found = isTarget(prefix, service.targetPrefix())
                ? service.operation(target.substring(dot + 1))
                : Optional.empty();
        return found.orElseThrow(() -> new WireException(WireError.of("UnknownOperationException", 400, null)));
    }

    private static OperationModel action(ServiceModel service, HttpRequest http, byte[] body) throws WireException {
        QueryRequests.Action asked = QueryRequests.action(http, body);
        if (asked.action() == null) {
            throw new WireException(
                    WireError.of("MissingAction", 400, "Could not find operation: the parameter Action is missing"));
        }
        boolean version = asked.version() != null && asked.version().equals(service.apiVersion());
        return (version ? service.operation(asked.action()) : Optional.<OperationModel>empty())
                .orElseThrow(() -> new WireException(WireError.of(
                        "InvalidAction",
                        400,
                        "Could not find operation " + asked.action() + " for version "
                                + (asked.version() == null ? "NO_VERSION_SPECIFIED" : asked.version()))));
    }

    /** The path of a request: a bucket in the host stands in S3's. */
    private static String path(ServiceModel service, HttpRequest http) {
        return service.name().equals(S3) ? BucketHosts.path(http) : http.rawPath();
    }

    private Route rest(ServiceModel service, HttpRequest http, Protocol protocol) throws WireException {
        String path = path(service, http);
        RestRouter.Match match = router(service).route(http.method(), path, http.rawQuery(), http.headers());
        if (match instanceof RestRouter.Match.Found found) {
            return new Route(service, found.operation(), protocol, found.labels());
        }
        if (match instanceof RestRouter.Match.Malformed) {
            throw new WireException(WireError.of("InvalidURI", 400, "Couldn't parse the specified URI."));
        }
        throw new WireException(
                match instanceof RestRouter.Match.WrongMethod wrong
                                && service.name().equals(S3)
                        ? WrongMethod.of(http, path, wrong.allowed())
                        : WireError.of(
                                "MethodNotAllowed", 405, "The specified method is not allowed against this resource."));
    }
}
