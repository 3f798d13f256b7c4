package dev.glasshouse.gateway;

import java.util.Locale;
import java.util.Optional;

/**
 * The host names of AWS's endpoints: {@code <prefix>.<region>.amazonaws.com}, with or without a Region, and with whatever a
 * client put before it, such as an account id or a bucket. See
 * <a href="https://docs.aws.amazon.com/general/latest/gr/rande.html">AWS service endpoints</a>.
 */
final class EndpointHosts {

    private static final String DOMAIN = ".amazonaws.com";

    private EndpointHosts() {}

    /** Whether a host is a service's own; a bucket may bear a service's name. */
    static boolean is(String host, String prefix) {
        return service(host).equals(prefix);
    }

    /** Whether a host is none of AWS's. */
    static boolean isForeign(String host) {
        return service(host).isEmpty();
    }

    /** Whether a host is a service's own, or that with something before it. */
    static boolean ends(String host, String prefix) {
        String service = service(host);
        return service.equals(prefix) || service.endsWith("." + prefix);
    }

    /** The Region that a host names. */
    static Optional<String> region(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (!name.endsWith(DOMAIN)) {
            return Optional.empty();
        }
        String left = name.substring(0, name.length() - DOMAIN.length());
        return Optional.of(left.substring(left.lastIndexOf('.') + 1)).filter(Regions::exists);
    }

    /** What stands before domain, Region and {@code dualstack}; an empty text for a host that is not AWS's. */
    private static String service(String hostAndPort) {
        int port = hostAndPort.indexOf(':');
        String host = (port < 0 ? hostAndPort : hostAndPort.substring(0, port)).toLowerCase(Locale.ROOT);
        if (!host.endsWith(DOMAIN)) {
            return "";
        }
        String left = host.substring(0, host.length() - DOMAIN.length());
        int last = left.lastIndexOf('.') + 1;
        if (last > 0 && Regions.exists(left.substring(last))) {
            left = left.substring(0, last - 1);
        }
        return left.endsWith(".dualstack") ? left.substring(0, left.length() - ".dualstack".length()) : left;
    }
}
