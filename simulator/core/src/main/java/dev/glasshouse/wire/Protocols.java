package dev.glasshouse.wire;

import java.util.Map;
import java.util.Optional;

/** The protocols that stand, by their names in the service models. */
public final class Protocols {

    private static final Map<String, Protocol> BY_NAME =
            Map.of("json", new AwsJson(), "query", new AwsQuery(), "rest-xml", new RestXml());

    private Protocols() {}

    /** The protocol with a name, or empty where it is not built. */
    public static Optional<Protocol> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
