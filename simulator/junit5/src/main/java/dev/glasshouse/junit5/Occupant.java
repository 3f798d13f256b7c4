package dev.glasshouse.junit5;

import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.sandbox.Sandbox;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.time.Clock;
import java.util.Set;

/** Who lives in a sandbox for a while, a test or a template's builder, and what it is given for its parameters. */
class Occupant implements AutoCloseable {

    private static final Set<Class<?>> GIVEN =
            Set.of(Sandbox.class, Control.class, Credentials.class, Clients.class, TestClock.class, Clock.class);
    private static final String SDK = "software.amazon.awssdk.";

    private final Sandbox sandbox;
    private final Clients clients;

    Occupant(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.clients = new Clients(sandbox);
    }

    final Sandbox sandbox() {
        return sandbox;
    }

    /** Whether there is something to give for a parameter. */
    static boolean gives(Parameter parameter) {
        Class<?> type = parameter.getType();
        return GIVEN.contains(type)
                || type == URI.class && parameter.isAnnotationPresent(Endpoint.class)
                || type.isInterface()
                        && type.getName().startsWith(SDK)
                        && type.getSimpleName().endsWith("Client");
    }

    /**
     * What is given for a parameter.
     *
     * @throws IllegalArgumentException if there is no such principal or client
     */
    final Object argument(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == Sandbox.class) {
            return sandbox;
        }
        if (type == Control.class) {
            return Control.of(sandbox);
        }
        if (type == Clients.class) {
            return clients;
        }
        if (type == TestClock.class || type == Clock.class) {
            return new TestClock(sandbox);
        }
        if (type == URI.class) {
            return endpoint();
        }
        As as = parameter.getAnnotation(As.class);
        if (type == Credentials.class) {
            return as == null ? administrator() : clients.credentials(as.value());
        }
        return as == null ? clients.with(administrator(), type, "us-east-1") : client(as, type);
    }

    private Object client(As as, Class<?> type) {
        return clients.as(as.value(), type, as.region());
    }

    private Credentials administrator() {
        return clients.credentials("user/admin");
    }

    /** Where the sandbox is reached over HTTP. */
    URI endpoint() {
        throw new IllegalArgumentException("a template has no endpoint");
    }

    @Override
    public void close() {
        clients.close();
    }
}
