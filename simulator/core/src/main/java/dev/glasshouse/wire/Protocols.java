package dev.glasshouse.wire;

import java.util.Map;
import java.util.Optional;

/** The protocols that stand, by their names in the service models. */
public final class Protocols {

    private static final Map<String, Protocol> BY_NAME = Map.of(
            "json",
            new AwsJson(),
            "query",
            new AwsQuery(),
            "ec2",
            new Ec2Query(),
            "rest-xml",
            new RestXml(),
            "rest-json",
            new RestJson(),
            "smithy-rpc-v2-cbor",
            new RpcCbor());

    private Protocols() {}

    /** The protocol with a name, or empty where it is not built. */
    public static Optional<Protocol> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
