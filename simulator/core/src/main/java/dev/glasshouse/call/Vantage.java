package dev.glasshouse.call;

import org.jspecify.annotations.Nullable;

/**
 * From where a caller is seen to call. It comes neither from the socket, which is loopback, nor from a header, which
 * anyone can write: each credential has one, set by a lab or through the control API.
 *
 * @param sourceIp the address in {@code aws:SourceIp} and in the trail
 * @param vpc the VPC the call comes out of, or null where it comes over the internet
 * @param vpcEndpoint the VPC endpoint that it passes, or null
 */
public record Vantage(
        String sourceIp, @Nullable String vpc, @Nullable String vpcEndpoint) {

    /** Somewhere on the internet: an address kept for documentation (RFC 5737). */
    public static final Vantage DEFAULT = new Vantage("203.0.113.10", null, null);
}
