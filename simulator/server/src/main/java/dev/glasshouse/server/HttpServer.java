package dev.glasshouse.server;

import dev.glasshouse.Simulator;
import dev.glasshouse.gateway.Regions;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.server.tls.CertificateAuthority;
import dev.glasshouse.server.tls.ServerIdentity;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Serves a simulator over HTTP: AWS's protocols on every path, the control API under {@code /_glasshouse/}. */
public final class HttpServer implements AutoCloseable {

    static final int MOST_HEADER_BYTES = 16 * 1024;

    private final Lazy<Simulator> simulator;
    private final Lazy<ControlApi> control;
    private final Doors doors;
    private final TunnelDoor tunnels;
    private final Lazy<CertificateAuthority> authority;
    private final int securePort;
    private final Javalin javalin;

    private HttpServer(Supplier<Simulator> made, String host, int port, int httpsPort) {
        this.simulator = new Lazy<>(made);
        this.authority = new Lazy<>(() ->
                new CertificateAuthority(simulator.get().sandboxes().wallClock().now(), Regions.all()));
        this.doors = new Doors(simulator);
        this.tunnels = new TunnelDoor(() -> simulator.get().sandboxes(), this::securePort);
        this.control =
                new Lazy<>(() -> new ControlApi(simulator.get(), new LabApi(simulator.get(), this::open), authority));
        this.javalin = Javalin.create(config -> configure(config, host, port));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw Connectors.inUse(host, port, e);
        }
        this.securePort = secure(httpsPort);
    }

    /** Opens the port for HTTPS, under the same rules. */
    private int secure(int port) {
        Server server = javalin.jettyServer().server();
        HttpConfiguration rules = new HttpConfiguration(Connectors.rules(server));
        // a client that trusts the certificate may still name this machine as it likes
        rules.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(ServerIdentity.context(authority));
        tls.setSniRequired(false);
        HttpConnections http = new HttpConnections(rules);
        try {
            return Connectors.open(server, port, new SslConnectionFactory(tls, http.getProtocol()), http)
                    .getLocalPort();
        } catch (UncheckedIOException e) {
            javalin.stop();
            throw e;
        }
    }

    /**
     * Starts to serve.
     *
     * @param host the address to bind, {@code 127.0.0.1} unless somebody has good reasons
     * @param port the port, 0 for any that is free
     * @param httpsPort the port for HTTPS, 0 for any that is free
     * @throws UncheckedIOException with a {@link BindException} if a port cannot be bound
     */
    public static HttpServer start(Simulator simulator, String host, int port, int httpsPort) {
        return start(() -> simulator, host, port, httpsPort);
    }

    /**
     * Opens the ports for a simulator that may still be made: calls wait for it.
     *
     * @param simulator asked by the first call, and may then wait; not asked again once it has given one
     */
    public static HttpServer start(Supplier<Simulator> simulator, String host, int port, int httpsPort) {
        return new HttpServer(simulator, host, port, httpsPort);
    }

    /** The port that is bound for HTTPS, with a certificate of {@link #certificate}'s. */
    public int securePort() {
        return securePort;
    }

    /** The certificate of the authority that clients must trust for HTTPS. */
    public X509Certificate certificate() {
        return authority.get().certificate();
    }

    /** The port that is bound. */
    public int port() {
        return javalin.port();
    }

    /** Opens a port that leads into one sandbox, or finds the one that is open. */
    public int open(Sandbox sandbox) {
        return doors.open(javalin.jettyServer().server(), sandbox);
    }

    private void configure(JavalinConfig config, String host, int port) {
        config.jetty.threadPool = Connectors.threads();
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.modifyHttpConfiguration(http -> {
            // what a path may hold is S3's to say, not the HTTP server's
            http.setUriCompliance(UriCompliance.UNSAFE);
            http.setRequestHeaderSize(MOST_HEADER_BYTES);
            // signatures cover headers as they were sent, not as the server remembers them
            http.setHeaderCacheCaseSensitive(true);
            http.setSendServerVersion(false);
        });
        config.jetty.addConnector((server, rules) -> Connectors.first(server, rules, host, port));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new PlainErrors(error -> simulator.get().unread(error)));
            server.setHandler(tunnels);
        });
        // before all routing: which methods a path takes is the service's to say
        config.routes.before(ctx -> {
            handle(ctx);
            ctx.skipRemainingHandlers();
        });
    }

    private void handle(Context ctx) throws IOException {
        HttpServletRequest request = ctx.req();
        HttpServletResponse response = ctx.res();
        int port = request.getLocalPort();
        if (doors.leadsNowhere(port)) {
            response.sendError(HttpServletResponse.SC_GONE);
            return;
        }
        Sandbox behind = request.isSecure()
                ? tunnels.behind(new InetSocketAddress(request.getRemoteAddr(), request.getRemotePort()))
                : doors.behind(port);
        if (behind != null && !doors.alive(behind)) {
            response.sendError(HttpServletResponse.SC_GONE);
            return;
        }
        Simulator simulator = this.simulator.get();
        String proxied = request.getHeader(ProxyDoor.HEADER);
        if (behind == null && proxied != null) {
            Optional<Sandbox> named = ProxyDoor.sandbox(simulator.sandboxes(), proxied, request.getServerName());
            if (named.isEmpty()) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
                return;
            }
            behind = named.get();
        }
        HttpResponse answer = request.getRequestURI().startsWith(ControlApi.PREFIX)
                ? control.get().handle(translate(request), behind == null ? simulator.sandbox() : behind)
                : simulator.handle(translate(request), behind);
        send(request, response, answer);
    }

    private static HttpRequest translate(HttpServletRequest request) throws IOException {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        for (HttpField field :
                ServletContextRequest.getServletContextRequest(request).getHeaders()) {
            String name = field.getName();
            if (!name.regionMatches(true, 0, "proxy-", 0, 6)) { // for the proxy, not for what is behind it
                headers.add(name, field.getValue() == null ? "" : field.getValue());
            }
        }
        String path = request.getRequestURI();
        return new HttpRequest(
                request.getMethod(),
                path.isEmpty() ? "/" : path,
                request.getQueryString(),
                headers.build(),
                request.getInputStream(),
                new Connection(request.getRemoteAddr(), tls(request)));
    }

    private static Connection.@Nullable Tls tls(HttpServletRequest request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                ? new Connection.Tls(session.sslSession().getProtocol(), session.cipherSuite())
                : null;
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, HttpResponse answer)
            throws IOException {
        response.setStatus(answer.status());
        // the frameworks would set one where there is none, and write the media type in their own way
        response.setContentType(null);
        HttpFields.Mutable fields = fields(request);
        answer.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Content-Type")) {
                fields.put(HttpHeader.CONTENT_TYPE, value);
            } else if (name.equalsIgnoreCase("Content-Length")) {
                response.addHeader(name, value); // by which the end of the body is known
            } else {
                fields.add(name, value);
            }
        });
        boolean bodiless = request.getMethod().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        long length = answer.body().length();
        if (!answer.headers().contains("Content-Length") && length >= 0 && !bodiless) {
            response.setContentLengthLong(length);
        }
        if (!bodiless) {
            answer.body().writeTo(response.getOutputStream());
        }
    }

    /** The header fields as they are sent, below the servlet's view of them. */
    private static HttpFields.Mutable fields(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getServletContextResponse()
                .getWrapped()
                .getHeaders();
    }

    @Override
    public void close() {
        javalin.stop();
        simulator.get().close();
    }
}
