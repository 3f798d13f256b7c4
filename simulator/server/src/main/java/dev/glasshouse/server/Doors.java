package dev.glasshouse.server;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Ports that lead into one sandbox each, so that calls without keys find it too. On a port of its own a sandbox is also the
 * one that the control API means where a path names none.
 */
final class Doors {

    /** The most doors that are open at a time; each holds a socket. */
    static final int MOST = 1_000;

    private final Simulator simulator;
    private final Map<Integer, Door> byPort = new ConcurrentHashMap<>();

    private record Door(Sandbox sandbox, ServerConnector connector) {}

    Doors(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * Opens a door, or finds the one that is open.
     *
     * @param server the server whose address and rules it shares
     * @return its port
     */
    synchronized int open(Server server, Sandbox sandbox) {
        closeThoseToNowhere();
        for (Map.Entry<Integer, Door> open : byPort.entrySet()) {
            if (open.getValue().sandbox() == sandbox) {
                return open.getKey();
            }
        }
        if (byPort.size() >= MOST) {
            throw new IllegalArgumentException(MOST + " sandboxes have ports already");
        }
        ServerConnector first = (ServerConnector) server.getConnectors()[0];
        HttpConfiguration rules =
                first.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(rules));
        connector.setHost(first.getHost());
        connector.setPort(0);
        start(connector);
        server.addConnector(connector);
        byPort.put(connector.getLocalPort(), new Door(sandbox, connector));
        return connector.getLocalPort();
    }

    private static void start(ServerConnector connector) {
        try {
            connector.start();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        } catch (Exception e) {
            throw new IllegalStateException("a port cannot be opened", e);
        }
    }

    private static void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception e) {
            throw new IllegalStateException("a port cannot be closed", e);
        }
    }

    private void closeThoseToNowhere() {
        byPort.entrySet().removeIf(open -> {
            if (alive(open.getValue().sandbox())) {
                return false;
            }
            ServerConnector connector = open.getValue().connector();
            connector.getServer().removeConnector(connector);
            stop(connector);
            return true;
        });
    }

    private boolean alive(Sandbox sandbox) {
        return simulator.sandboxes().find(sandbox.name()).orElse(null) == sandbox;
    }

    /** Whether a port is a door to a sandbox that is no more. */
    boolean leadsNowhere(int port) {
        Door door = byPort.get(port);
        return door != null && !alive(door.sandbox());
    }

    /** The sandbox behind a port, or null behind the common one. */
    @Nullable
    Sandbox behind(int port) {
        Door door = byPort.get(port);
        return door == null ? null : door.sandbox();
    }
}
