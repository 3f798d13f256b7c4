package dev.glasshouse.call;

import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import java.util.Map;

/** The port to the accounts' default event buses. EventBridge will fill it; until then nobody listens. */
@FunctionalInterface
public interface BusEvents {

    /** A bus that nobody listens to. */
    BusEvents NOBODY = (tx, event) -> {};

    /**
     * An event of a service.
     *
     * @param account whose bus it is for
     * @param region where
     * @param source the service: {@code aws.ssm}
     * @param detailType the kind: {@code Parameter Store Change}
     * @param resources the ARNs that it is about
     * @param detail its members, in the order of the map
     */
    record BusEvent(
            String account,
            String region,
            String source,
            String detailType,
            List<String> resources,
            Map<String, String> detail) {

        public BusEvent {
            resources = List.copyOf(resources);
        }
    }

    /** Puts an event on its bus when the transaction commits. */
    void put(Transaction tx, BusEvent event);
}
