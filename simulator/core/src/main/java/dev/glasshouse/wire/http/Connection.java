package dev.glasshouse.wire.http;

import org.jspecify.annotations.Nullable;

/**
 * What the connection itself says of a request; nothing in it comes from a header.
 *
 * @param remoteAddress the peer's address, or {@code in-process}
 * @param tls the TLS session, or null on a plain connection
 */
public record Connection(String remoteAddress, @Nullable Tls tls) {

    /** A call without a socket; it counts as protected in transit. */
    public static final Connection IN_PROCESS =
            new Connection("in-process", new Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256"));

    /** A TLS session: protocol version and cipher suite, as CloudTrail's {@code tlsDetails} names them. */
    public record Tls(String version, String cipherSuite) {}

    public boolean secure() {
        return tls != null;
    }
}
