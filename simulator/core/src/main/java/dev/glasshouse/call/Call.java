package dev.glasshouse.call;

import dev.glasshouse.sandbox.BlobStore;
import dev.glasshouse.sandbox.Lineage;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.wire.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One API request on its way through the gateway, as an operation sees it.
 */
public interface Call {

    /** The rows that the call sees; within a write, with its own changes. */
    StateReader state();

    /** The sandbox, for what is not in its state: credentials, ids of this call. */
    Sandbox sandbox();

    Caller caller();

    /** The Region that the request was sent to. */
    String region();

    /** The partition: {@code aws}. */
    default String partition() {
        return "aws";
    }

    /** The sandbox's time, read once for the call. */
    Instant now();

    /** Where ciphertexts made in this call belong, and which ones open. */
    Lineage lineage();

    /** The request's id. */
    String requestId();

    /** How the request was signed. */
    Signing signing();

    /** The request as it was sent; its body is the operation's only through the input record. */
    HttpRequest http();

    /**
     * The services through which the request came, the first first, as {@code aws:CalledVia} has them; empty for a direct
     * call.
     */
    List<String> calledVia();

    /** The resource for which a service calls as itself; null for everybody else, and where it names none. */
    default @Nullable CallSource source() {
        return null;
    }

    /** What was decided on the authorisation requests of the call's plan, by index. */
    Verdicts verdicts();

    /** The way to other services. */
    ServiceCalls services();

    /** Where bodies are stored. */
    BlobStore blobs();
}
