package dev.glasshouse.junit5;

import dev.glasshouse.Credentials;
import dev.glasshouse.sandbox.Sandbox;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * SDK clients, which take milliseconds to make, lent to one test at a time. Whoever closes a lent client closes nothing, and
 * whoever keeps one beyond the test cannot call with it any more.
 */
final class ClientPool {

    /** The clients of this process. */
    static final ClientPool SHARED = new ClientPool();

    /** The most clients of a kind that wait for their next test. */
    private static final int MOST_IDLE = 16;

    private record Kind(Class<?> type, String region) {}

    private final Map<Kind, Deque<Kept>> idle = new ConcurrentHashMap<>();

    private ClientPool() {}

    /** Where a client's calls go at present, and with which keys: none where they are null. */
    record Place(Sandbox sandbox, @Nullable Credentials credentials) {}

    /** The place of a client, which changes from test to test. */
    static final class Seat {
        private volatile @Nullable Place place;

        Place place() {
            Place now = place;
            if (now == null) {
                throw new IllegalStateException(OVER);
            }
            return now;
        }
    }

    private static final String OVER = "this client belongs to a test that is over";

    private record Kept(Object client, Seat seat) {}

    /** Lends a client. */
    <C> Lent<C> lend(Class<C> type, String region, Sandbox sandbox, @Nullable Credentials credentials) {
        Kind kind = new Kind(type, region);
        Deque<Kept> waiting = idle.computeIfAbsent(kind, any -> new ConcurrentLinkedDeque<>());
        Kept kept = waiting.pollFirst();
        if (kept == null) {
            Seat seat = new Seat();
            kept = new Kept(SdkClients.build(type, region, seat), seat);
        }
        kept.seat().place = new Place(sandbox, credentials);
        return new Lent<>(type, kept, waiting);
    }

    /** A client on loan. */
    static final class Lent<C> implements InvocationHandler {

        private final Kept kept;
        private final Deque<Kept> home;
        private final C client;
        private volatile boolean over;

        Lent(Class<C> type, Kept kept, Deque<Kept> home) {
            this.kept = kept;
            this.home = home;
            this.client = type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
        }

        C client() {
            return client;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> kept.client().toString();
                };
            }
            if (method.getName().equals("close") && method.getParameterCount() == 0) {
                return null;
            }
            if (over) {
                throw new IllegalStateException(OVER);
            }
            try {
                return method.invoke(kept.client(), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        void giveBack() {
            over = true;
            kept.seat().place = null;
            if (home.size() < MOST_IDLE) {
                home.addFirst(kept);
            }
        }
    }
}
