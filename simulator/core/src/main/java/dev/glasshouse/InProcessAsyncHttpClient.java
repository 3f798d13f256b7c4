package dev.glasshouse;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * The way of the AWS SDK for Java v2's asynchronous clients to a simulator in the same process: give it to a client builder
 * as {@code httpClient}. What {@link InProcessHttpClient} says holds for it too. Calls run on daemon threads of its own,
 * which end when they have been idle for a minute or when it is closed.
 */
public final class InProcessAsyncHttpClient implements SdkAsyncHttpClient {

    private final Supplier<Sandbox> sandbox;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "glasshouse-async");
        thread.setDaemon(true);
        return thread;
    });

    /** A client to whichever sandbox the supplier names when a request is made. */
    public InProcessAsyncHttpClient(Supplier<Sandbox> sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * A client to whichever sandbox the supplier names when a request is made.
     *
     * @param simulator the one that hosts them; it is found by the sandbox
     */
    public InProcessAsyncHttpClient(Simulator simulator, Supplier<Sandbox> sandbox) {
        this(sandbox);
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Sandbox target = sandbox.get();
        try {
            threads.execute(() -> run(request, target, done));
        } catch (RejectedExecutionException e) {
            fail(request.responseHandler(), done, new IOException("the client is closed", e));
        }
        return done;
    }

    private void run(AsyncExecuteRequest request, Sandbox target, CompletableFuture<Void> done) {
        SdkAsyncHttpResponseHandler handler = request.responseHandler();
        try {
            HttpResponse answer;
            try (InputStream body = body(request)) {
                answer = Simulator.of(target).handle(SdkTranslation.request(request.request(), body), target);
            }
            handler.onHeaders(SdkTranslation.response(request.request(), answer));
            InputStream content = SdkTranslation.bodiless(request.request(), answer)
                    ? new ByteArrayInputStream(new byte[0])
                    : answer.body().open();
            handler.onStream(new StreamPublisher(content, done));
        } catch (IOException | RuntimeException e) {
            fail(handler, done, e);
        }
    }

    private static InputStream body(AsyncExecuteRequest request) {
        PublishedStream body = new PublishedStream();
        request.requestContentPublisher().subscribe(body);
        return body;
    }

    private static void fail(SdkAsyncHttpResponseHandler handler, CompletableFuture<Void> done, Exception e) {
        handler.onError(e);
        done.completeExceptionally(e);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    @Override
    public String clientName() {
        return "GlasshouseAsync";
    }
}
