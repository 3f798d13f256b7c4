package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.gateway.Authenticator.Authentication;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import dev.glasshouse.wire.Bodies;
import dev.glasshouse.wire.ConstraintChecker;
import dev.glasshouse.wire.DeclaredDigests;
import dev.glasshouse.wire.Protocol;
import dev.glasshouse.wire.ProtocolSelection;
import dev.glasshouse.wire.QueryRequests;
import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.RestXml;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.SignatureParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one road: every call, over HTTP or in process, passes {@link #handle}. */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final byte[] NO_BYTES = {};

    private final Sandboxes sandboxes;
    private final Services services;
    private final Router router = new Router();
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final CallRunner runner;

    /** The gateway to the sandboxes of a process. */
    public Gateway(Sandboxes sandboxes, Services services) {
        this.sandboxes = sandboxes;
        this.services = services;
        this.authenticator = new Authenticator(services);
        this.authorizer = new Authorizer(services.identities(), services.organizations());
        this.runner = new CallRunner(services, authorizer, authenticator, new Recorder(new TrailEvents(services)));
        services.attach(new DueCalls(runner));
    }

    /** Calls in process that need no wire. */
    public DirectCalls direct() {
        return new DirectCalls(authenticator, runner);
    }

    /** Asks the policy engine without a call. */
    public Inquiries inquiries() {
        return new Inquiries(services, authorizer, runner);
    }

    /** Looks into decisions of past calls. */
    public Explainer explainer() {
        return new Explainer(authorizer);
    }

    /**
     * Answers a request.
     *
     * @param door the sandbox of an in-process client, or null: then the request's access key names it, else it is the
     *     default one
     */
    public HttpResponse handle(HttpRequest http, @Nullable Sandbox door) {
        SignatureParser.Claimed claimed = SignatureParser.claimed(http);
        Sandbox sandbox = door == null ? sandbox(claimed) : door;
        Arrival arrival = new Arrival(http, claimed, sandbox, services);
        try {
            return FormUpload.is(http, claimed) ? post(http, door, arrival) : answer(arrival);
        } catch (RejectedBodyException e) {
            return arrival.refuse(e.error());
        } catch (WireException e) {
            return arrival.refuse(e.error());
        } catch (IOException e) {
            return arrival.refuse(WireError.of("RequestTimeout", 400, "The request body could not be read."));
        } catch (RuntimeException e) {
            LOG.error("{} failed", http, e);
            return arrival.refuse(CallRunner.INTERNAL_FAILURE);
        }
    }

    /** Answers what could not be read as a request at all as S3 would, which takes whatever names no other service. */
    public HttpResponse unread(WireError error, Sandbox door) {
        ServiceModel s3 = ServiceCatalog.service("s3");
        RequestIds ids = RequestIds.of(door, s3.name());
        return ProtocolSelection.fallback(s3)
                .encodeError(s3, error, new Protocol.ResponseFacts(ids.requestId(), ids.hostId(), "/", false));
    }

    private Sandbox sandbox(SignatureParser.Claimed claimed) {
        return Optional.ofNullable(claimed.accessKeyId())
                .flatMap(AccessKeyIds::decode)
                .flatMap(key -> sandboxes.find(key.tag()))
                .or(() -> sandboxes.find(Sandboxes.DEFAULT))
                .orElseThrow(() -> new IllegalStateException("there is no default sandbox"));
    }

    /** What is known of a request so far, for answers to what cannot be understood. */
    private static final class Arrival {
        private final HttpRequest http;
        private final SignatureParser.Claimed claimed;
        private final Sandbox sandbox;
        private final Services services;
        private @Nullable ServiceModel known;
        private Protocol protocol;
        private String operation = "unknown";
        private @Nullable RequestIds ids;

        Arrival(HttpRequest http, SignatureParser.Claimed claimed, Sandbox sandbox, Services services) {
            this.http = http;
            this.claimed = claimed;
            this.sandbox = sandbox;
            this.services = services;
            this.protocol = ProtocolSelection.lookalike(http);
        }

        void at(ServiceModel found) {
            known = found;
            protocol = ProtocolSelection.fallback(found);
            ids = RequestIds.of(sandbox, found.name());
        }

        /** S3 where none was found: it takes whatever names no other. */
        ServiceModel service() {
            return known == null ? ServiceCatalog.service("s3") : known;
        }

        RequestIds ids() {
            if (ids == null) {
                ids = RequestIds.of(sandbox, protocol.name().equals("rest-xml") ? "s3" : "unknown");
            }
            return ids;
        }

        Protocol.ResponseFacts facts() {
            return new Protocol.ResponseFacts(
                    ids().requestId(),
                    ids().hostId(),
                    http.rawPath(),
                    http.method().equals("HEAD"));
        }

        /** Nobody known made this call: it stands in the call log, not in the trail. */
        HttpResponse refuse(WireError error) {
            CallLog.of(sandbox)
                    .add(LoggedCall.refused(
                            ids().requestId(), sandbox.now(), service().name(), operation, error));
            return services.refused(service().name(), http, sandbox, protocol.encodeError(service(), error, facts()));
        }
    }

    private HttpResponse answer(Arrival arrival) throws WireException, IOException {
        HttpRequest http = arrival.http;
        boolean buffered = buffered(http, arrival.claimed);
        byte[] body = buffered ? read(http) : NO_BYTES;
        QueryRequests.Action action =
                buffered ? QueryRequests.action(http, body) : new QueryRequests.Action(null, null);
        arrival.at(router.service(http, arrival.claimed.service(), action));
        if (http.method().equals("OPTIONS")) {
            try {
                Optional<HttpResponse> preflight =
                        services.preflight(arrival.service().name(), http, arrival.sandbox);
                if (preflight.isPresent()) {
                    HttpHeaders.Builder headers = RestXml.identified(arrival.service(), arrival.facts());
                    preflight.get().headers().forEach(headers::set);
                    return new HttpResponse(
                            preflight.get().status(),
                            headers.build(),
                            preflight.get().body());
                }
            } catch (ServiceException e) {
                return arrival.refuse(e.error());
            }
        }
        boolean streams = arrival.service().name().equals("s3");
        if (!streams && !buffered) {
            body = read(http);
        }
        HttpRequest whole = streams && !buffered ? http : http.withBody(new ByteArrayInputStream(body));
        Route route = router.operation(arrival.service(), http, body);
        arrival.protocol = route.protocol();
        arrival.operation = route.operation().name();
        boolean anonymous = streams || route.operation().unsigned();
        Authentication who = authenticator.authenticate(arrival.sandbox, route.service(), whole, body, anonymous);
        return encode(call(request(arrival, route, who), route), route, arrival.facts());
    }

    /** A browser's upload: the key id stands in the form. */
    private HttpResponse post(HttpRequest http, @Nullable Sandbox door, Arrival first)
            throws WireException, IOException {
        FormUpload upload = FormUpload.read(http);
        Sandbox sandbox = door != null
                ? door
                : Optional.ofNullable(upload.form().fields().get("x-amz-credential"))
                        .or(() -> Optional.ofNullable(upload.form().fields().get("awsaccesskeyid")))
                        .flatMap(credential -> AccessKeyIds.decode(credential.replaceFirst("/.*", "")))
                        .flatMap(key -> sandboxes.find(key.tag()))
                        .orElse(first.sandbox);
        Arrival arrival = new Arrival(http, first.claimed, sandbox, services);
        try {
            HttpRequest put = upload.put(http, upload.form().file());
            arrival.at(ServiceCatalog.service("s3"));
            Route route = router.operation(arrival.service(), put, NO_BYTES);
            arrival.operation = route.operation().name();
            Authentication who = authenticator.form(sandbox, route.service(), upload, put);
            CallOutcome outcome = call(request(arrival, route, who), route);
            HttpResponse answer = encode(outcome, route, arrival.facts());
            return outcome.error() == null ? upload.answer(http, answer) : answer;
        } catch (WireException e) {
            return arrival.refuse(e.error());
        }
    }

    private static Request request(Arrival arrival, Route route, Authentication who) {
        return new Request(
                arrival.sandbox,
                arrival.ids().requestId(),
                route.service(),
                route.operation(),
                who.region(),
                who.caller(),
                who.signing(),
                who.http(),
                List.of(),
                null,
                null,
                null,
                route.labels());
    }

    private CallOutcome call(Request arrived, Route route) {
        Request request = arrived;
        ApiRecord input = null;
        try {
            Map<String, String> labels = services.labels(request, route.labels());
            request = arrived.withLabels(labels);
            if (!runner.simulates(route.service().name(), route.operation().name())) {
                return runner.unsimulated(request, LooseInput.of(request.http(), labels, readAll(request.http())));
            }
            OperationFacts facts =
                    services.facts(route.service().name(), route.operation().name());
            HttpRequest http = route.service().name().equals("s3")
                    ? DeclaredDigests.bind(request.http(), route.operation())
                    : request.http();
            input = route.protocol()
                    .decode(
                            route.service(),
                            route.operation(),
                            new Protocol.RoutedRequest(http, labels, facts.bodyCap()));
            ConstraintChecker.require(route.service(), route.operation(), input);
        } catch (WireException e) {
            return runner.unfit(request, input, e.error());
        } catch (ServiceException e) {
            return runner.refused(request, input, e.error());
        }
        return runner.run(request, input, null, 0);
    }

    private HttpResponse encode(CallOutcome outcome, Route route, Protocol.ResponseFacts facts) {
        long in = length(outcome.request().http());
        if (outcome.error() != null) {
            HttpResponse response =
                    services.completed(outcome, route.protocol().encodeError(route.service(), outcome.error(), facts));
            runner.recorder().record(outcome, in, response.body().length());
            return response;
        }
        ApiRecord output = Objects.requireNonNull(outcome.output(), "a call without an error has an output");
        HttpResponse response =
                services.completed(outcome, route.protocol().encode(route.service(), route.operation(), output, facts));
        if (!streamsOut(route)) {
            runner.recorder().record(outcome, in, response.body().length());
            return response;
        }
        // recorded when the last byte has left
        return new HttpResponse(
                response.status(),
                response.headers(),
                new CountedBody(response.body(), out -> runner.recorder().record(outcome, in, out)));
    }

    private static boolean streamsOut(Route route) {
        var output = route.operation().output();
        var payload = output == null ? null : output.payload();
        return payload != null && payload.shape() instanceof Scalar scalar && scalar.streaming();
    }

    private static long length(HttpRequest http) {
        String text = http.headers().first("Content-Length").orElse("0");
        if (text.isEmpty() || text.length() >= 18) {
            return 0;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return 0;
            }
        }
        return Long.parseLong(text);
    }

    /** Whether the body must be read to find the operation: a form. */
    private static boolean buffered(HttpRequest http, SignatureParser.Claimed claimed) {
        if (!http.method().equals("POST") || "s3".equals(claimed.service())) {
            return false;
        }
        String type = http.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded");
    }

    /** A body up to the limit: of one that is not decoded, the beginning is enough. */
    private static byte[] readAll(HttpRequest http) throws WireException {
        try {
            return Bodies.upTo(http.body(), Protocol.RoutedRequest.DEFAULT_BODY_LIMIT);
        } catch (RejectedBodyException e) {
            throw new WireException(e.error());
        } catch (IOException e) {
            throw new WireException(WireError.of("RequestTimeout", 400, "The request body could not be read."));
        }
    }

    private static byte[] read(HttpRequest http) throws IOException, WireException {
        int limit = Protocol.RoutedRequest.DEFAULT_BODY_LIMIT;
        byte[] bytes = Bodies.upTo(http.body(), limit + 1);
        if (bytes.length > limit) {
            throw new WireException(
                    WireError.of("RequestEntityTooLarge", 413, "The request body is larger than " + limit + " bytes."));
        }
        return bytes;
    }
}
