package dev.glasshouse.call;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway and the trail must know of an operation, beyond its model.
 *
 * @param readOnly whether the trail calls it read only; null where the model's own mark is right
 * @param dataEvent whether its event is a data event, which {@code LookupEvents} does not show
 * @param responseLogged whether the trail shows the response; null: unless it is read only
 * @param eventName the trail's name of it where that is another than the API's, or null
 * @param bodyCap the most bytes of a body that is not streamed
 */
public record OperationFacts(
        @Nullable Boolean readOnly,
        boolean dataEvent,
        @Nullable Boolean responseLogged,
        @Nullable String eventName,
        int bodyCap) {

    /** A management event by the model's marks; bodies of at most 1 MiB. */
    public static final OperationFacts DEFAULT = new OperationFacts(null, false, null, null, 1 << 20);

    public OperationFacts withReadOnly(boolean value) {
        return new OperationFacts(value, dataEvent, responseLogged, eventName, bodyCap);
    }

    public OperationFacts asDataEvent() {
        return new OperationFacts(readOnly, true, responseLogged, eventName, bodyCap);
    }

    public OperationFacts withResponseLogged(boolean value) {
        return new OperationFacts(readOnly, dataEvent, value, eventName, bodyCap);
    }

    public OperationFacts withEventName(String value) {
        return new OperationFacts(readOnly, dataEvent, responseLogged, value, bodyCap);
    }

    public OperationFacts withBodyCap(int value) {
        return new OperationFacts(readOnly, dataEvent, responseLogged, eventName, value);
    }
}
