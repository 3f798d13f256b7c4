package dev.glasshouse;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The way of the AWS SDK for Java v2 to a simulator in the same process, without a socket: give it to a client builder as
 * {@code httpClient}. Requests are signed, encoded and answered as over HTTP. The client may use AWS's own endpoints; no
 * request leaves the process.
 *
 * <p>It needs {@code software.amazon.awssdk:http-client-spi}, which every SDK client brings along.
 */
public final class InProcessHttpClient implements SdkHttpClient {

    private final Supplier<Sandbox> sandbox;

    /** A client to whichever sandbox the supplier names when a request is made. */
    public InProcessHttpClient(Supplier<Sandbox> sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * A client to whichever sandbox the supplier names when a request is made.
     *
     * @param simulator the one that hosts them; it is found by the sandbox
     */
    public InProcessHttpClient(Simulator simulator, Supplier<Sandbox> sandbox) {
        this(sandbox);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request);
            }

            @Override
            public void abort() {
                // a call ends by itself
            }
        };
    }

    private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest sdk = request.httpRequest();
        InputStream body = request.contentStreamProvider()
                .map(ContentStreamProvider::newStream)
                .orElseGet(() -> new ByteArrayInputStream(new byte[0]));
        Sandbox target = sandbox.get();
        HttpResponse answer = Simulator.of(target).handle(SdkTranslation.request(sdk, body), target);
        HttpExecuteResponse.Builder executed =
                HttpExecuteResponse.builder().response(SdkTranslation.response(sdk, answer));
        if (!SdkTranslation.bodiless(sdk, answer)) {
            executed.responseBody(AbortableInputStream.create(answer.body().open()));
        }
        return executed.build();
    }

    @Override
    public void close() {
        // nothing is open: the simulator is closed by its owner
    }

    @Override
    public String clientName() {
        return "Glasshouse";
    }
}
