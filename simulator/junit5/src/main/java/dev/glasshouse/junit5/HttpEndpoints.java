package dev.glasshouse.junit5;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.server.HttpServer;
import java.net.URI;

/** The HTTP server of a template's simulator, started when the first test asks for an endpoint. No other class here names the server. */
final class HttpEndpoints implements AutoCloseable {

    private static final String LOCAL = "127.0.0.1";

    private final HttpServer server;

    private HttpEndpoints(HttpServer server) {
        this.server = server;
    }

    static HttpEndpoints start(Simulator simulator) {
        return new HttpEndpoints(HttpServer.start(simulator, LOCAL, 0, 0));
    }

    URI of(Sandbox sandbox) {
        return URI.create("http://" + LOCAL + ":" + server.open(sandbox));
    }

    @Override
    public void close() {
        server.close();
    }
}
