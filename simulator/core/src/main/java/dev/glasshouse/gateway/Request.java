package dev.glasshouse.gateway;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Signing;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call before it is authorised, and stays the same while it runs.
 *
 * @param sandbox where it happens
 * @param requestId its id
 * @param service the service called
 * @param operation the operation called
 * @param region the Region it was sent to
 * @param caller who makes it
 * @param signing how that was proved
 * @param http the request as it was sent; for a nested call the outermost one
 * @param calledVia the services on the way, the first first
 * @param account the account that the call is made in, for the trail
 * @param outer the request id of the call from outside that this one is nested in, or null
 * @param source the resource that a service calls for, or null
 * @param labels what its path names, by the labels in the operation's path; none where it was not read from a path
 */
record Request(
        Sandbox sandbox,
        String requestId,
        ServiceModel service,
        OperationModel operation,
        String region,
        Caller caller,
        Signing signing,
        HttpRequest http,
        List<String> calledVia,
        @Nullable String account,
        @Nullable String outer,
        @Nullable CallSource source,
        Map<String, String> labels) {

    Request {
        calledVia = List.copyOf(calledVia);
        labels = Map.copyOf(labels);
    }

    /** The same call with what its path names as its operation is to see it. */
    Request withLabels(Map<String, String> read) {
        if (read.equals(labels)) {
            return this;
        }
        return new Request(
                sandbox, requestId, service, operation, region, caller, signing, http, calledVia, account, outer,
                source, read);
    }

    /** Whether another service makes the call, for the caller or for itself. */
    boolean internal() {
        return !calledVia.isEmpty() || caller.kind() == Caller.Kind.SERVICE;
    }
}
