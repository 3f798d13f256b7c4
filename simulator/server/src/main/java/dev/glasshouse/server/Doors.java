package dev.glasshouse.server;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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

    private final Supplier<Simulator> simulator;
    private final Map<Integer, Door> byPort = new ConcurrentHashMap<>();

    private record Door(Sandbox sandbox, ServerConnector connector) {}

    Doors(Supplier<Simulator> simulator) {
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
        ServerConnector connector = Connectors.open(server, 0, new HttpConnections(Connectors.rules(server)));
        byPort.put(connector.getLocalPort(), new Door(sandbox, connector));
        return connector.getLocalPort();
    }

    private void closeThoseToNowhere() {
        byPort.entrySet().removeIf(open -> {
            if (alive(open.getValue().sandbox())) {
                return false;
            }
            Connectors.close(open.getValue().connector());
            return true;
        });
    }

    /** Whether a sandbox is among those of the process still. */
    boolean alive(Sandbox sandbox) {
        return simulator.get().sandboxes().find(sandbox.name()).orElse(null) == sandbox;
    }

    /** Whether a port is a door to a sandbox that is no more. */
    boolean leadsNowhere(int port) {
        Door door = byPort.isEmpty() ? null : byPort.get(port);
        return door != null && !alive(door.sandbox());
    }

    /** The sandbox behind a port, or null behind the common one. */
    @Nullable
    Sandbox behind(int port) {
        Door door = byPort.isEmpty() ? null : byPort.get(port);
        return door == null ? null : door.sandbox();
    }
}
