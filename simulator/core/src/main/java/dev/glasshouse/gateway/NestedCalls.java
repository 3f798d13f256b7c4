package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.ServiceCalls;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.Signing;
import dev.glasshouse.wire.ConstraintChecker;
import dev.glasshouse.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls that services make while they serve one: authorised and recorded like any other. */
final class NestedCalls implements ServiceCalls {

    private static final int MOST_DEPTH = 8;

    private final Request outer;
    private final RunningCall.Standing standing;
    private final CallRunner runner;

    NestedCalls(Request outer, RunningCall.Standing standing, CallRunner runner) {
        this.outer = outer;
        this.standing = standing;
        this.runner = runner;
    }

    @Override
    public <O extends ApiRecord> O onBehalf(
            String via, String account, String service, String operation, ApiRecord input, Class<O> output) {
        List<String> calledVia = new ArrayList<>(outer.calledVia());
        calledVia.add(via);
        return call(outer.caller(), outer.signing(), calledVia, account, service, operation, input, output);
    }

    @Override
    public <O extends ApiRecord> O asService(
            String as, String service, String operation, ApiRecord input, Class<O> output) {
        return call(Caller.service(as), Signing.NONE, List.of(), null, service, operation, input, output);
    }

    private <O extends ApiRecord> O call(
            Caller caller,
            Signing signing,
            List<String> calledVia,
            @Nullable String account,
            String service,
            String operation,
            ApiRecord input,
            Class<O> output) {
        if (standing.depth() >= MOST_DEPTH) {
            throw new IllegalStateException("calls are nested more than " + MOST_DEPTH + " deep");
        }
        ServiceModel model = ServiceCatalog.service(service);
        OperationModel called = model.operation(operation)
                .orElseThrow(() -> new IllegalArgumentException(service + " has no operation " + operation));
        Request request = new Request(
                outer.sandbox(),
                RequestIds.of(outer.sandbox(), service).requestId(),
                model,
                called,
                outer.region(),
                caller,
                signing,
                outer.http(),
                calledVia,
                account,
                outer.outer() == null ? outer.requestId() : outer.outer());
        CallOutcome outcome = run(request, input);
        runner.recorder().record(outcome, 0, 0);
        if (outcome.error() != null) {
            throw ServiceException.of(outcome.error());
        }
        return output.cast(Objects.requireNonNull(outcome.output(), "a call without an error has an output"));
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
