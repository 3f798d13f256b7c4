package dev.glasshouse.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.concurrent.LinkedTransferQueue;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/** The ports of a server: its first, and further ones while it runs. */
final class Connectors {

    private static final int LEAST_THREADS = 8;
    private static final int MOST_THREADS = 250;
    private static final int IDLE_MILLIS = 60_000;

    private Connectors() {}

    /** The threads that answer. Jetty's own queue for their work would ask the JVM's management beans for its layout, which takes long. */
    static ThreadPool threads() {
        QueuedThreadPool threads =
                new QueuedThreadPool(MOST_THREADS, LEAST_THREADS, IDLE_MILLIS, new LinkedTransferQueue<>());
        threads.setName("Glasshouse");
        return threads;
    }

    /** The first port of a server, not yet open. */
    static ServerConnector first(Server server, HttpConfiguration rules, String host, int port) {
        ServerConnector connector = new ServerConnector(server, new HttpConnections(rules));
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }

    /** The rules of HTTP that the first port keeps. */
    static HttpConfiguration rules(Server server) {
        return first(server).getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    }

    private static ServerConnector first(Server server) {
        return (ServerConnector) server.getConnectors()[0];
    }

    /**
     * Opens a port at the address of the first.
     *
     * @param port the port, 0 for any that is free
     * @param protocols what is spoken there, the outermost first
     * @throws UncheckedIOException with a {@link BindException} if the port cannot be bound
     */
    static ServerConnector open(Server server, int port, ConnectionFactory... protocols) {
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
        connector.setHost(first(server).getHost());
        connector.setPort(port);
        try {
            connector.open();
        } catch (IOException e) {
            throw inUse(connector.getHost(), port, e);
        }
        LifeCycle.start(connector);
        server.addConnector(connector);
        return connector;
    }

    /** Closes a port. */
    static void close(ServerConnector connector) {
        connector.getServer().removeConnector(connector);
        LifeCycle.stop(connector);
    }

    /** Says that a port cannot be bound. */
    static UncheckedIOException inUse(String host, int port, Exception cause) {
        String text = "the port " + port + " of " + host + " cannot be bound: something else may listen on it";
        BindException failure = new BindException(text);
        failure.initCause(cause);
        return new UncheckedIOException(text, failure);
    }
}
