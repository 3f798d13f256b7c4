package dev.glasshouse.server;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The door for clients that keep AWS's own host names and speak TLS: with
 * {@code HTTPS_PROXY=http://SANDBOX:x@127.0.0.1:PORT} they ask for a tunnel to an endpoint of AWS's and get one to this
 * process's own port for HTTPS, whatever host they name. Nothing is connected to anywhere else.
 */
final class TunnelDoor extends ConnectHandler {

    private final Supplier<Sandboxes> sandboxes;
    private final IntSupplier securePort;
    private final Map<SocketAddress, Sandbox> byOrigin = new ConcurrentHashMap<>();

    /**
     * A door.
     *
     * @param securePort the port for HTTPS, asked for at each tunnel
     */
    TunnelDoor(Supplier<Sandboxes> sandboxes, IntSupplier securePort) {
        this.sandboxes = sandboxes;
        this.securePort = securePort;
    }

    /** The sandbox of the tunnel that a connection to the port for HTTPS comes out of, or null where it comes out of none. */
    @Nullable
    Sandbox behind(InetSocketAddress origin) {
        return byOrigin.get(origin);
    }

    @Override
    protected void handleConnect(Request request, Response response, Callback callback, String serverAddress) {
        Optional<String> proxied = authorization(request);
        String host = serverAddress.replaceFirst(":[0-9]*$", "");
        boolean known = ProxyDoor.isAwss(host)
                && (proxied.isEmpty()
                        || ProxyDoor.sandbox(sandboxes.get(), proxied.get(), host)
                                .isPresent());
        if (!known) {
            Response.writeError(request, response, callback, 403);
            return;
        }
        super.handleConnect(request, response, callback, serverAddress);
    }

    private static Optional<String> authorization(Request request) {
        return Optional.ofNullable(request.getHeaders().get(ProxyDoor.HEADER));
    }

    @Override
    protected void connectToServer(Request request, String host, int port, Promise<SocketChannel> promise) {
        super.connectToServer(
                request, InetAddress.getLoopbackAddress().getHostAddress(), securePort.getAsInt(), promise);
    }

    @Override
    protected UpstreamConnection newUpstreamConnection(EndPoint endPoint, ConnectContext context) {
        SocketAddress origin = endPoint.getLocalSocketAddress();
        authorization(context.getRequest())
                .flatMap(proxied -> ProxyDoor.sandbox(sandboxes.get(), proxied, ProxyDoor.ANY_HOST))
                .ifPresent(sandbox -> byOrigin.put(origin, sandbox));
        return new UpstreamConnection(endPoint, getExecutor(), getByteBufferPool(), context) {
            @Override
            public void onClose(@Nullable Throwable cause) {
                byOrigin.remove(origin);
                super.onClose(cause);
            }
        };
    }
}
