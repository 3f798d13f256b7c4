package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Signing;
import dev.glasshouse.gateway.Authenticator.Authentication;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.ConstraintChecker;
import dev.glasshouse.wire.RestRequests;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls in process whose input is a record already: they present their keys instead of signing with them, and from there
 * walk the road of every call.
 */
public final class DirectCalls {

    private static final int MOST_BYTES = 64 << 20;

    /** The service whose requests say what their bodies are. */
    private static final String BODIES_OF = "s3";

    private final Authenticator authenticator;
    private final CallRunner runner;

    DirectCalls(Authenticator authenticator, CallRunner runner) {
        this.authenticator = authenticator;
        this.runner = runner;
    }

    /** Keys as they are presented; they are verified as those of a signature are. */
    public record Keys(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) {

        /** The key id; no secrets. */
        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    /**
     * Who calls, and from where.
     *
     * @param sandbox where it happens
     * @param keys the keys, or null for a call without any
     * @param region the Region it goes to
     * @param agent the client's {@code User-Agent}
     */
    public record Origin(Sandbox sandbox, @Nullable Keys keys, String region, String agent) {}

    /**
     * How a call ended: with an output or with an error.
     *
     * @param requestId its request id
     * @param output the output, or null
     * @param body the bytes of a streamed output, else none
     * @param error the error, or null
     */
    public record Ending(
            String requestId,
            @Nullable ApiRecord output,
            Bytes body,
            @Nullable WireError error) {}

    /** Whether an operation has a handler; one that has none is refused after authorisation, its shapes known or not. */
    public boolean simulates(ServiceModel service, OperationModel operation) {
        return runner.simulates(service.name(), operation.name());
    }

    /** Makes a call. */
    public Ending call(Origin origin, ServiceModel service, OperationModel operation, ApiRecord input) {
        ApiRecord whole = service.name().equals(BODIES_OF) ? DirectBodies.summed(operation, input) : input;
        HttpRequest http = RestRequests.of(service, operation, whole, origin.agent());
        return call(origin, service, operation, http, request -> run(request, whole));
    }

    /**
     * Makes a call of an operation that is not simulated, whose input may have no record.
     *
     * @param members the simple members of its input
     */
    public Ending unsimulated(
            Origin origin, ServiceModel service, OperationModel operation, Map<String, String> members) {
        NoMembers none = new NoMembers(operation.name() + "Request");
        HttpRequest http = RestRequests.of(service, operation, none, origin.agent());
        return call(
                origin,
                service,
                operation,
                http,
                request -> runner.unsimulated(request.withLabels(members), LooseInput.of(members)));
    }

    private Ending call(
            Origin origin,
            ServiceModel service,
            OperationModel operation,
            HttpRequest http,
            Function<Request, CallOutcome> work) {
        Sandbox sandbox = origin.sandbox();
        String requestId = RequestIds.of(sandbox, service.name()).requestId();
        Authentication who;
        try {
            who = authentication(origin, service, operation, http);
        } catch (WireException e) {
            CallLog.of(sandbox)
                    .add(LoggedCall.refused(requestId, sandbox.now(), service.name(), operation.name(), e.error()));
            return new Ending(requestId, null, Bytes.EMPTY, e.error());
        }
        Request request = new Request(
                sandbox,
                requestId,
                service,
                operation,
                who.region(),
                who.caller(),
                who.signing(),
                who.http(),
                List.of(),
                null,
                null,
                null,
                Map.of());
        CallOutcome outcome = work.apply(request);
        Bytes body = body(operation, outcome.output());
        long in = Long.parseLong(http.headers().first("Content-Length").orElse("0"));
        runner.recorder().record(outcome, in, body.size());
        return new Ending(requestId, outcome.output(), body, outcome.error());
    }

    private Authentication authentication(
            Origin origin, ServiceModel service, OperationModel operation, HttpRequest http) throws WireException {
        if (origin.keys() != null) {
            return authenticator.presented(origin.sandbox(), service, origin.keys(), origin.region(), http);
        }
        if (!service.name().equals("s3") && !operation.unsigned()) {
            throw Authenticator.errors(service).missing();
        }
        Caller caller =
                Caller.anonymous(Vantages.ofAnonymous(origin.sandbox().read().state()));
        return new Authentication(caller, Signing.NONE, origin.region(), http);
    }

    private CallOutcome run(Request request, ApiRecord input) {
        ApiRecord bound = input;
        try {
            if (request.service().name().equals(BODIES_OF)) {
                bound = DirectBodies.bound(request.http(), request.operation(), input);
            }
            ConstraintChecker.require(request.service(), request.operation(), bound);
        } catch (WireException e) {
            return runner.refused(request, input, e.error());
        }
        return runner.run(request, bound, null, 0);
    }

    private static Bytes body(OperationModel operation, @Nullable ApiRecord output) {
        Member payload = operation.output() == null ? null : operation.output().payload();
        if (output == null || payload == null || !(output.member(payload.index()) instanceof StreamingBody streamed)) {
            return Bytes.EMPTY;
        }
        try (InputStream in = streamed.open()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalStateException(
                        "an object of more than " + MOST_BYTES + " bytes is read through a client that streams");
            }
            return Bytes.wrap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored body can be read", e);
        }
    }
}
