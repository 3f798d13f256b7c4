package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.api.sts.AssumeRoleResponse;
import dev.glasshouse.api.sts.Credentials;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.ServiceCalls;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.Signing;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.wire.ConstraintChecker;
import dev.glasshouse.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls that services make while they serve one: authorised and recorded like any other. */
final class NestedCalls implements ServiceCalls {

    private static final int MOST_DEPTH = 8;

    private final Request outer;
    private final RunningCall.Standing standing;
    private final CallRunner runner;
    private final String region;

    NestedCalls(Request outer, RunningCall.Standing standing, CallRunner runner) {
        this(outer, standing, runner, outer.region());
    }

    private NestedCalls(Request outer, RunningCall.Standing standing, CallRunner runner, String region) {
        this.outer = outer;
        this.standing = standing;
        this.runner = runner;
        this.region = region;
    }

    /**
     * By whom a nested call is made.
     *
     * @param via the services on the way
     * @param account the account that it is made in, for the trail, or null for the caller's
     * @param source the resource that a service calls for, or null
     */
    private record Principal(
            Caller caller,
            Signing signing,
            List<String> via,
            @Nullable String account,
            @Nullable CallSource source) {

        Principal(Caller caller, Signing signing, List<String> via, @Nullable String account) {
            this(caller, signing, via, account, null);
        }
    }

    @Override
    public ServiceCalls in(String other) {
        return new NestedCalls(outer, standing, runner, other);
    }

    @Override
    public <O extends ApiRecord> O onBehalf(
            String via, String account, String service, String operation, ApiRecord input, Class<O> output) {
        List<String> calledVia = new ArrayList<>(outer.calledVia());
        calledVia.add(via);
        return call(
                new Principal(outer.caller(), outer.signing(), calledVia, account), service, operation, input, output);
    }

    @Override
    public void note(String via, String service, String operation, ApiRecord input, ApiRecord output) {
        List<String> calledVia = new ArrayList<>(outer.calledVia());
        calledVia.add(via);
        Principal principal = new Principal(outer.caller(), outer.signing(), calledVia, outer.account());
        Request request = request(principal, service, operation);
        runner.recorder().record(runner.noted(request, input, output), 0, 0);
    }

    @Override
    public <O extends ApiRecord> O asService(
            String as,
            @Nullable CallSource source,
            String service,
            String operation,
            ApiRecord input,
            Class<O> output) {
        String account = source == null ? null : source.account();
        return call(
                new Principal(Caller.service(as), Signing.NONE, List.of(), account, source),
                service,
                operation,
                input,
                output);
    }

    @Override
    public PrincipalCalls asCaller() {
        return calls(new Principal(outer.caller(), outer.signing(), outer.calledVia(), outer.account()));
    }

    @Override
    public PrincipalCalls assume(String as, @Nullable CallSource source, String roleArn, String sessionName) {
        AssumeRoleResponse assumed = asService(
                as,
                source,
                "sts",
                "AssumeRole",
                AssumeRoleRequest.builder()
                        .roleArn(roleArn)
                        .roleSessionName(sessionName)
                        .build(),
                AssumeRoleResponse.class);
        Credentials credentials = Objects.requireNonNull(assumed.credentials());
        String keyId = credentials.accessKeyId();
        Caller session = AccessKeyIds.decode(keyId)
                .flatMap(parts -> runner.services().sessions().session(standing.state(), parts.handle(), keyId))
                .orElseThrow(() -> new IllegalStateException("the session was opened just now"));
        return calls(new Principal(session, Signing.NONE, List.of(as), session.account()));
    }

    @Override
    public PrincipalCalls present(String accessKeyId, String secretAccessKey) {
        return new PrincipalCalls() {
            @Override
            public <O extends ApiRecord> O call(String service, String operation, ApiRecord input, Class<O> output) {
                Authenticator.Authentication who;
                try {
                    who = runner.authenticator()
                            .presented(
                                    outer.sandbox(),
                                    ServiceCatalog.service(service),
                                    new DirectCalls.Keys(accessKeyId, secretAccessKey, null),
                                    region,
                                    outer.http());
                } catch (WireException e) {
                    throw ServiceException.of(e.error());
                }
                return NestedCalls.this.call(
                        new Principal(who.caller(), who.signing(), List.of(), null), service, operation, input, output);
            }
        };
    }

    private PrincipalCalls calls(Principal principal) {
        return new PrincipalCalls() {
            @Override
            public <O extends ApiRecord> O call(String service, String operation, ApiRecord input, Class<O> output) {
                return NestedCalls.this.call(principal, service, operation, input, output);
            }
        };
    }

    private <O extends ApiRecord> O call(
            Principal principal, String service, String operation, ApiRecord input, Class<O> output) {
        if (standing.depth() >= MOST_DEPTH) {
            throw new IllegalStateException("calls are nested more than " + MOST_DEPTH + " deep");
        }
        Request request = request(principal, service, operation);
        CallOutcome outcome = run(request, input);
        runner.recorder().record(outcome, 0, 0);
        if (outcome.error() != null) {
            throw ServiceException.of(outcome.error());
        }
        return output.cast(Objects.requireNonNull(outcome.output(), "a call without an error has an output"));
    }

    private Request request(Principal principal, String service, String operation) {
        ServiceModel model = ServiceCatalog.service(service);
        OperationModel called = model.operation(operation)
                .orElseThrow(() -> new IllegalArgumentException(service + " has no operation " + operation));
        return new Request(
                outer.sandbox(),
                RequestIds.of(outer.sandbox(), service).requestId(),
                model,
                called,
                region,
                principal.caller(),
                principal.signing(),
                outer.http(),
                principal.via(),
                principal.account(),
                outer.outer() == null ? outer.requestId() : outer.outer(),
                principal.source(),
                Map.of());
    }

    private CallOutcome run(Request request, ApiRecord input) {
        try {
            ConstraintChecker.require(request.service(), request.operation(), input);
        } catch (WireException e) {
            return runner.refused(request, input, e.error());
        }
        return runner.run(request, input, standing.tx(), standing.depth() + 1);
    }
}
