package dev.glasshouse.gateway;

import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.ServiceCalls;
import dev.glasshouse.call.Signing;
import dev.glasshouse.call.Verdicts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.BlobStore;
import dev.glasshouse.sandbox.Lineage;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call on its way through an operation. */
final class RunningCall implements WriteCall {

    private final Request request;
    private final Standing standing;
    private final ServiceCalls services;
    private Verdicts verdicts = Ruling.UNASKED;

    /**
     * The ground a call stands on.
     *
     * @param state the rows it sees
     * @param tx the transaction it may write in, or null
     * @param sequence the commit that the state followed
     * @param now the sandbox's time
     * @param lineage where ciphertexts belong
     * @param depth how many calls it is nested in
     */
    record Standing(
            StateReader state, @Nullable Transaction tx, long sequence, Instant now, Lineage lineage, int depth) {

        /** The same moment in a transaction. */
        Standing within(Transaction open) {
            return new Standing(open, open, sequence, open.now(), lineage, depth);
        }
    }

    RunningCall(Request request, Standing standing, CallRunner runner) {
        this.request = request;
        this.standing = standing;
        this.services = new NestedCalls(request, standing, runner);
    }

    void ruled(Verdicts ruling) {
        this.verdicts = ruling;
    }

    Request request() {
        return request;
    }

    Standing standing() {
        return standing;
    }

    @Override
    public StateReader state() {
        return standing.state();
    }

    @Override
    public Transaction tx() {
        if (standing.tx() == null) {
            throw new IllegalStateException(request.operation() + " changes nothing and has no transaction");
        }
        return standing.tx();
    }

    @Override
    public Sandbox sandbox() {
        return request.sandbox();
    }

    @Override
    public Caller caller() {
        return request.caller();
    }

    @Override
    public String region() {
        return request.region();
    }

    @Override
    public Instant now() {
        return standing.now();
    }

    @Override
    public Lineage lineage() {
        return standing.lineage();
    }

    @Override
    public String requestId() {
        return request.requestId();
    }

    @Override
    public Signing signing() {
        return request.signing();
    }

    @Override
    public HttpRequest http() {
        return request.http();
    }

    @Override
    public List<String> calledVia() {
        return request.calledVia();
    }

    @Override
    public @Nullable CallSource source() {
        return request.source();
    }

    @Override
    public Verdicts verdicts() {
        return verdicts;
    }

    @Override
    public ServiceCalls services() {
        return services;
    }

    @Override
    public BlobStore blobs() {
        return request.sandbox().host().blobs();
    }
}
