package dev.glasshouse.server;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The door for clients that keep AWS's own host names: with {@code HTTP_PROXY=http://SANDBOX:x@127.0.0.1:PORT} they send
 * their requests here, and the proxy user names the sandbox. Nothing is passed on to anywhere.
 */
final class ProxyDoor {

    static final String HEADER = "Proxy-Authorization";

    /** A host that is one of AWS's. */
    static final String ANY_HOST = "s3.amazonaws.com";

    private static final String BASIC = "basic ";

    private ProxyDoor() {}

    /** Whether a host name is under AWS's domain. */
    static boolean isAwss(String host) {
        return host.toLowerCase(Locale.ROOT).endsWith(".amazonaws.com");
    }

    /** The sandbox that a proxy user names; empty where there is none, or where the host is not one of AWS's. */
    static Optional<Sandbox> sandbox(Sandboxes sandboxes, String authorization, String host) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC) || !isAwss(host)) {
            return Optional.empty();
        }
        try {
            String user = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = user.indexOf(':');
            return sandboxes.find(colon < 0 ? user : user.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
