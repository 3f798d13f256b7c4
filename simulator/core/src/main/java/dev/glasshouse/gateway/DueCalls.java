package dev.glasshouse.gateway;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Signing;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Makes the calls from which work that falls due calls other services. */
final class DueCalls {

    private final CallRunner runner;

    DueCalls(CallRunner runner) {
        this.runner = runner;
    }

    /** A call of a service itself, in the transaction of one of its timers. It is no call of the API and leaves no record. */
    WriteCall call(String service, Sandbox sandbox, Transaction tx, Timer timer) {
        ServiceModel model = ServiceCatalog.service(service);
        String principal = model.endpointPrefix() + ".amazonaws.com";
        // the operation is read for error texts only
        OperationModel operation = model.operations().values().iterator().next();
        HttpRequest http = new HttpRequest(
                "POST",
                "/",
                null,
                HttpHeaders.of("Host", principal, "User-Agent", principal),
                InputStream.nullInputStream(),
                Connection.IN_PROCESS);
        Request request = new Request(
                sandbox,
                RequestIds.of(sandbox, service).requestId(),
                model,
                operation,
                timer.region(),
                Caller.service(principal),
                Signing.NONE,
                http,
                List.of(),
                timer.account(),
                null,
                null,
                Map.of());
        Snapshot now = sandbox.peek();
        return new RunningCall(
                request, new RunningCall.Standing(tx, tx, now.sequence(), tx.now(), now.lineage(), 0), runner);
    }
}
