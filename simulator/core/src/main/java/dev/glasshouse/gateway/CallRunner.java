package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteOperation;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireError;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authorises and runs operations: reads on a snapshot, writes in a transaction, staged ones on both; each nested call in
 * the transaction of its caller where that has one.
 */
final class CallRunner {

    private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

    /** What is answered where Glasshouse itself is at fault; the log says how. */
    static final WireError INTERNAL_FAILURE = WireError.of("InternalFailure", 500, "An internal error occurred.");

    private final Services services;
    private final Authorizer authorizer;
    private final Authenticator authenticator;
    private final Recorder recorder;

    CallRunner(Services services, Authorizer authorizer, Authenticator authenticator, Recorder recorder) {
        this.services = services;
        this.authorizer = authorizer;
        this.authenticator = authenticator;
        this.recorder = recorder;
    }

    Recorder recorder() {
        return recorder;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Services services() {
        return services;
    }

    /** How far a call has come; what it says when it ends. */
    private static final class Progress {
        private RunningCall call;
        private List<Question> questions = List.of();

        Progress(RunningCall call) {
            this.call = call;
        }
    }

    /** A call that ended before its operation could run. */
    CallOutcome refused(Request request, @Nullable ApiRecord input, WireError error) {
        RunningCall call = new RunningCall(request, snapshot(request.sandbox(), 0), this);
        return new CallOutcome(request, call, input, null, error, List.of());
    }

    /**
     * A call whose request does not do. Where its service authorises before it reads bodies, who may not make the call learns
     * that alone.
     */
    CallOutcome unfit(Request request, @Nullable ApiRecord input, WireError fault) {
        if (!services.authorisesBefore(request, fault)) {
            return refused(request, input, fault);
        }
        Progress progress = new Progress(new RunningCall(request, snapshot(request.sandbox(), 0), this));
        WireError told = fault;
        try {
            authoriseByReference(request, progress, LooseInput.of(request.labels()));
        } catch (ServiceException e) {
            told = e.error();
        }
        return new CallOutcome(request, progress.call, input, null, told, progress.questions);
    }

    /** A call that its service has done already, within another. */
    CallOutcome noted(Request request, ApiRecord input, ApiRecord output) {
        RunningCall call = new RunningCall(request, snapshot(request.sandbox(), 0), this);
        return new CallOutcome(request, call, input, output, null, List.of());
    }

    /**
     * Runs a call.
     *
     * @param open the transaction to join, or null
     * @param depth how many calls it is nested in
     */
    CallOutcome run(Request request, ApiRecord input, @Nullable Transaction open, int depth) {
        RunningCall.Standing standing = open == null
                ? snapshot(request.sandbox(), depth)
                : snapshot(request.sandbox(), depth).within(open);
        Progress progress = new Progress(new RunningCall(request, standing, this));
        try {
            ApiRecord output = dispatch(request, input, standing, progress);
            return new CallOutcome(request, progress.call, input, output, null, progress.questions);
        } catch (ServiceException e) {
            return new CallOutcome(request, progress.call, input, null, e.error(), progress.questions);
        } catch (UncheckedIOException e) {
            return new CallOutcome(request, progress.call, input, null, bodyFault(e), progress.questions);
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.operation(), e);
            return new CallOutcome(request, progress.call, input, null, INTERNAL_FAILURE, progress.questions);
        }
    }

    private static WireError bodyFault(UncheckedIOException e) {
        return e.getCause() instanceof RejectedBodyException fault
                ? fault.error()
                : WireError.of(
                        "IncompleteBody",
                        400,
                        "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }

    private static RunningCall.Standing snapshot(Sandbox sandbox, int depth) {
        // nested in a transaction of this thread no timers may run
        Snapshot now = depth == 0 ? sandbox.read() : sandbox.peek();
        return new RunningCall.Standing(now.state(), null, now.sequence(), now.now(), now.lineage(), depth);
    }

    private ApiRecord dispatch(Request request, ApiRecord input, RunningCall.Standing standing, Progress progress) {
        Operation<?, ?> found = services.operation(
                        request.service().name(), request.operation().name())
                .orElseThrow(() -> new IllegalStateException(request.operation() + " has no handler"));
        return typed(found, request, input, standing, progress);
    }

    // the model's factory made the input, so it is the record of this operation
    @SuppressWarnings("unchecked")
    private <I extends ApiRecord, O extends ApiRecord> ApiRecord typed(
            Operation<I, O> operation,
            Request request,
            ApiRecord input,
            RunningCall.Standing standing,
            Progress progress) {
        I typed = (I) input;
        if (operation instanceof ReadOperation<I, O> read) {
            authorise(services.plan(operation, typed, progress.call), progress);
            return read.execute(typed, progress.call);
        }
        if (operation instanceof WriteOperation<I, O> write) {
            return inTransaction(request, standing, within -> {
                progress.call = new RunningCall(request, within, this);
                authorise(services.plan(operation, typed, progress.call), progress);
                return write.execute(typed, progress.call);
            });
        }
        authorise(services.plan(operation, typed, progress.call), progress);
        return staged((StagedOperation<I, O, ?>) operation, request, typed, standing, progress);
    }

    private <I extends ApiRecord, O extends ApiRecord, P> O staged(
            StagedOperation<I, O, P> operation,
            Request request,
            I input,
            RunningCall.Standing standing,
            Progress progress) {
        P prepared = operation.prepare(input, progress.call);
        return inTransaction(request, standing, within -> {
            RunningCall commit = new RunningCall(request, within, this);
            commit.ruled(progress.call.verdicts());
            progress.call = commit;
            return operation.commit(input, prepared, commit);
        });
    }

    private static <O> O inTransaction(
            Request request, RunningCall.Standing standing, Function<RunningCall.Standing, O> work) {
        Transaction open = standing.tx();
        if (open == null) {
            return request.sandbox().write(tx -> {
                Snapshot now = request.sandbox().peek();
                return work.apply(
                        new RunningCall.Standing(tx, tx, now.sequence(), tx.now(), now.lineage(), standing.depth()));
            });
        }
        Transaction.Savepoint savepoint = open.savepoint();
        boolean done = false;
        try {
            O output = work.apply(standing);
            done = true;
            return output;
        } finally {
            if (!done) {
                open.rollback(savepoint);
            }
        }
    }

    private void authorise(AuthorizationPlan plan, Progress progress) {
        RunningCall call = progress.call;
        Ruling ruling = authorizer.rule(call.request(), call.state(), call.now(), plan);
        progress.questions = ruling.questions();
        call.ruled(ruling);
        for (Question question : ruling.questions()) {
            if (question.refuses()) {
                throw ServiceException.of(Denials.error(
                        call.request().service(),
                        question,
                        () -> authorizer.encodedDenial(call.request(), call.state(), question)));
            }
        }
    }

    /** AWS has the operation and Glasshouse does not: whoever may not call it learns no more than at AWS. */
    private void notSimulated(Request request, Progress progress, LooseInput input) {
        if (!request.operation().unsigned()) {
            authoriseByReference(request, progress, input);
        }
        throw ServiceException.of(
                "NotImplemented",
                501,
                request.service().name() + " " + request.operation().name() + " is not simulated by Glasshouse.");
    }

    /** Asks for the action that AWS's reference has for the operation, on the resource that the request names. */
    private void authoriseByReference(Request request, Progress progress, LooseInput input) {
        ServiceReference.Action action = IamActions.of(request.service(), request.operation());
        String account = request.caller().account();
        AuthorizationRequest asked = AuthorizationRequest.of(
                action.name(), input.resource(action.arns(), request.region(), account), account);
        authorise(AuthorizationPlan.of(services.guarded(asked, progress.call)), progress);
    }

    /** Whether an operation has a handler. */
    boolean simulates(String service, String operation) {
        return services.operation(service, operation).isPresent();
    }

    /** A call of an operation that is not simulated. */
    CallOutcome unsimulated(Request request, LooseInput input) {
        Progress progress = new Progress(new RunningCall(request, snapshot(request.sandbox(), 0), this));
        try {
            notSimulated(request, progress, input);
            throw new IllegalStateException(request.operation() + " came to an end");
        } catch (ServiceException e) {
            return new CallOutcome(request, progress.call, null, null, e.error(), progress.questions);
        }
    }
}
